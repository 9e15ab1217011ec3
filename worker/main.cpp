// exeat-media: makes pictures of files for exeat, which starts it. Alone it says what it is.
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>

#include "decode.h"
#include "zygote.h"

int main() {
    int kind = 0;
    socklen_t length = sizeof kind;
    if (getsockopt(STDIN_FILENO, SOL_SOCKET, SO_TYPE, &kind, &length) != 0 || kind != SOCK_SEQPACKET) {
        std::fputs("exeat-media makes pictures of files. `exeat serve` starts it; there is nothing to run by hand.\n",
                   stderr);
        return 2;
    }
    if (!exeat::worker::open_libraries()) return 1;
    return exeat::worker::run_zygote(STDIN_FILENO, exeat::worker::picture_work());
}
