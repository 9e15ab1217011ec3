#include "service/media/zygote_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace exeat::media {
namespace {

std::unexpected<Error> no_decoder(std::string detail) {
    return fail(ErrorKind::unavailable, "no-decoder", "The program that makes pictures cannot be started.",
                std::move(detail));
}

/// What posix_spawn is told, freed at the end.
struct Spawning {
    posix_spawn_file_actions_t files{};
    posix_spawnattr_t attributes{};
    Spawning() {
        posix_spawn_file_actions_init(&files);
        posix_spawnattr_init(&attributes);
    }
    ~Spawning() {
        posix_spawn_file_actions_destroy(&files);
        posix_spawnattr_destroy(&attributes);
    }
    Spawning(const Spawning&) = delete;
    Spawning& operator=(const Spawning&) = delete;
};

}  // namespace

Descriptor::~Descriptor() {
    close();
}
Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        close();
        number_ = std::exchange(other.number_, -1);
    }
    return *this;
}
void Descriptor::close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
}

Result<DescriptorPair> socket_pair() {
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        return no_decoder(std::string("socketpair: ") + std::strerror(errno));
    }
    return DescriptorPair{Descriptor(ends[0]), Descriptor(ends[1])};
}

Result<DescriptorPair> answer_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return no_decoder(std::string("pipe: ") + std::strerror(errno));
    constexpr int k_room = 1 << 20;
    static_cast<void>(fcntl(ends[0], F_SETPIPE_SZ, k_room));  // fewer switches between the two; as well without
    return DescriptorPair{Descriptor(ends[0]), Descriptor(ends[1])};
}

Result<std::shared_ptr<Zygote>> Zygote::start(const std::string& program) {
    EXEAT_TAKE(auto control, socket_pair());
    Spawning spawning;
    posix_spawn_file_actions_adddup2(&spawning.files, control.theirs.number(), STDIN_FILENO);
    posix_spawn_file_actions_addopen(&spawning.files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&spawning.files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&spawning.files, STDERR_FILENO + 1);
    sigset_t signals;
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&spawning.attributes, &signals);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&spawning.attributes, &signals);
    // A group of its own: what a terminal sends to exeat is for exeat, which ends this process itself.
    posix_spawnattr_setpgroup(&spawning.attributes, 0);
    posix_spawnattr_setflags(&spawning.attributes,
                             POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    std::string name = "exeat-media";
    const std::array<char*, 2> arguments{name.data(), nullptr};
    const std::array<char*, 1> environment{nullptr};
    pid_t process = 0;
    const int error = posix_spawn(&process, program.c_str(), &spawning.files, &spawning.attributes, arguments.data(),
                                  environment.data());
    if (error != 0) return no_decoder(program + ": " + std::strerror(error));
    return std::shared_ptr<Zygote>(new Zygote(process, std::move(control.ours)));
}

Zygote::~Zygote() {
    kill(process_, SIGKILL);
    while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

bool Zygote::send(std::string_view frame, int status, int answer, int file) const {
    const std::array<int, 3> numbers{status, answer, file};
    iovec part{const_cast<char*>(frame.data()), frame.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof numbers)> space{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = space.data();
    message.msg_controllen = space.size();
    auto* rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof numbers);
    std::memcpy(CMSG_DATA(rights), numbers.data(), sizeof numbers);
    return sendmsg(control_.number(), &message, MSG_NOSIGNAL) == static_cast<ssize_t>(frame.size());
}

}  // namespace exeat::media
