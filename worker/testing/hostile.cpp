// exeat-media as somebody would have it who took it over: reads a word from the file and does that, inside the same
// zygote and sandbox as the real one. What it attained it tells as the picture's width; 1 is nothing. Only for tests.
#include <fcntl.h>
#include <linux/memfd.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>
#include <csignal>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

#include "zygote.h"

namespace {

using namespace exeat;

constexpr std::uint32_t k_nothing = 1;
constexpr std::uint32_t k_attained = 666;

std::uint32_t attained(bool what) {
    return what ? k_attained : k_nothing;
}

bool opens(const char* path, int flags) {
    const int file = static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, flags, 0600));
    return file >= 0;
}

bool connects() {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    if (socket < 0) return false;
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(9);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // A refused connection is an attempt that the kernel let through.
    return connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 || errno == ECONNREFUSED;
}

bool asks_a_local_socket() {
    return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

bool finds_other_descriptors() {
    for (int number = 5; number < 64; ++number) {
        if (fcntl(number, F_GETFD) >= 0) return true;
    }
    return false;
}

bool writes_the_file(int file) {
    return write(file, "x", 1) == 1 || ftruncate(file, 0) == 0 || fchmod(file, 0777) == 0;
}

bool makes_code() {
    void* page = mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page != MAP_FAILED) return true;
    page = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0;
}

bool signals_its_parent() {
    return kill(getppid(), 0) == 0;
}

bool has_environment() {
    return environ != nullptr && *environ != nullptr && std::getenv("EXEAT_SECRET") != nullptr;
}

bool raises_a_limit() {
    const rlimit more{RLIM_INFINITY, RLIM_INFINITY};
    return setrlimit(RLIMIT_CPU, &more) == 0;
}

[[noreturn]] void hang() {
    while (true) pause();
}
[[noreturn]] void spin() {
    volatile std::uint64_t turns = 0;
    while (true) turns = turns + 1;
}

std::uint32_t eat_memory() {
    constexpr std::size_t k_piece = 64 << 20;
    for (int i = 0; i < 1024; ++i) {
        void* piece = mmap(nullptr, k_piece, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (piece == MAP_FAILED) return k_nothing;
    }
    return k_attained;
}

/// What only goes to the pipe: the answer is written by hand.
void write_raw(const std::string& bytes, int times) {
    for (int i = 0; i < times; ++i) {
        if (write(3, bytes.data(), bytes.size()) < 0) return;
    }
}

std::string a_jpeg_of(std::uint16_t width, std::uint16_t height) {
    std::string jpeg("\xff\xd8\xff\xc0\x00\x11\x08", 7);
    jpeg.push_back(static_cast<char>(height >> 8U));
    jpeg.push_back(static_cast<char>(height & 0xffU));
    jpeg.push_back(static_cast<char>(width >> 8U));
    jpeg.push_back(static_cast<char>(width & 0xffU));
    return jpeg + std::string("\x03\x01\x11\x00\x02\x11\x01\x03\x11\x01\xff\xd9", 12);
}

media::Picture honest(std::uint32_t width, const media::Request& request) {
    media::Picture picture{width, 1, {1, 2, 3}, {}};
    for (std::size_t i = 0; i < request.outputs.size(); ++i) {
        picture.outputs.push_back({media::OutputType::jpeg, 4, 3, a_jpeg_of(4, 3)});
    }
    return picture;
}

/// An answer that is not true in one way.
media::Picture lie(const std::string& about, const media::Request& request) {
    auto picture = honest(k_nothing, request);
    auto& output = picture.outputs.front();
    if (about == "type") output.type = media::OutputType::webp;
    if (about == "width") output.width = 5;
    if (about == "larger") output = {media::OutputType::jpeg, 4000, 3000, a_jpeg_of(4000, 3000)};
    if (about == "html") output.bytes = "<!doctype html><script>alert(1)</script>";
    if (about == "empty") output.bytes.clear();
    if (about == "size") picture.width = 4'000'000'000;
    if (about == "count") picture.outputs.push_back(output);
    return picture;
}

std::string word_of(int file) {
    std::array<char, 256> bytes{};
    const auto got = pread(file, bytes.data(), bytes.size(), 0);
    const std::string text(bytes.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    const auto at = text.find("do:");
    return at == std::string::npos ? "" : text.substr(at + 3, text.find_first_of(";\n", at) - at - 3);
}

std::expected<media::Picture, media::NotMade> decode(const media::Request& request, int file) {
    const auto word = word_of(file);
    if (word == "hang") hang();
    if (word == "spin") spin();
    if (word == "die") raise(SIGSEGV);
    if (word == "abort") std::abort();
    if (word == "exit") _exit(0);
    if (word == "fork") static_cast<void>(fork());
    if (word == "exec") execl("/bin/true", "true", nullptr);
    if (word == "ptrace") ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    if (word == "fill") write_raw(std::string(1 << 20, 'x'), 1 << 12);
    if (word == "endless")
        write_raw(std::string("\xff\xff\xff\x00\x01\x00\x04\x00", 8) + std::string(1 << 20, 'x'), 1 << 12);
    if (word == "half") {
        write_raw(media::frame_of(honest(k_nothing, request)).substr(0, 20), 1);
        _exit(0);
    }
    if (word == "twice") write_raw(media::frame_of(honest(k_nothing, request)), 1);
    if (word.starts_with("lie ")) return lie(word.substr(4), request);
    if (word == "not_made") return std::unexpected(media::NotMade{media::WhyNot::broken, "\x1b[31mred\nlines"});
    const std::map<std::string, std::uint32_t> tried{
        {"read", word == "read" ? attained(opens("/etc/passwd", O_RDONLY)) : 0},
        {"self", word == "self" ? attained(opens("/proc/self/environ", O_RDONLY)) : 0},
        {"create", word == "create" ? attained(opens("/tmp/exeat-hostile", O_RDWR | O_CREAT)) : 0},
        {"reopen", word == "reopen" ? attained(opens("/proc/self/fd/4", O_RDWR)) : 0},
        {"write", word == "write" ? attained(writes_the_file(file)) : 0},
        {"connect", word == "connect" ? attained(connects()) : 0},
        {"unix", word == "unix" ? attained(asks_a_local_socket()) : 0},
        {"descriptors", word == "descriptors" ? attained(finds_other_descriptors()) : 0},
        {"code", word == "code" ? attained(makes_code()) : 0},
        {"signal", word == "signal" ? attained(signals_its_parent()) : 0},
        {"environment", word == "environment" ? attained(has_environment()) : 0},
        {"limit", word == "limit" ? attained(raises_a_limit()) : 0},
        {"memory", word == "memory" ? eat_memory() : 0},
        {"root", word == "root" ? attained(getuid() == 0) : 0},
    };
    const auto found = tried.find(word);
    return honest(found == tried.end() ? k_nothing : found->second, request);
}

}  // namespace

int main() {
    const worker::Work work{// As for a drawing: the wider of the two sandboxes.
                            [](media::PictureFormat) { return worker::Opens::fonts; }, decode};
    return worker::run_zygote(STDIN_FILENO, work);
}
