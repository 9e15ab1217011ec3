#include "zygote.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <unordered_map>

namespace exeat::worker {
namespace {

/// The three descriptors that come with a request: docs/worker-protocol.md.
struct Descriptors {
    int status = -1;  // the zygote's: started, ended
    int answer = -1;  // the child's: a pipe
    int file = -1;    // the child's: for reading
};
constexpr std::size_t k_descriptors = 3;
constexpr int k_failed_sandbox = 70;
constexpr int k_failed_answer = 71;

struct Received {
    std::string frame;
    Descriptors descriptors;
};

/// nullopt at the end, and for what is no request.
std::optional<Received> receive(int control) {
    std::array<char, media::k_request_frame> bytes{};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * k_descriptors)> space{};
    iovec part{bytes.data(), bytes.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = space.data();
    message.msg_controllen = space.size();
    const auto got = recvmsg(control, &message, MSG_CMSG_CLOEXEC);
    const auto* rights = CMSG_FIRSTHDR(&message);
    if (got <= 0 || rights == nullptr || rights->cmsg_type != SCM_RIGHTS ||
        rights->cmsg_len != CMSG_LEN(sizeof(int) * k_descriptors)) {
        return std::nullopt;
    }
    std::array<int, k_descriptors> numbers{};
    std::memcpy(numbers.data(), CMSG_DATA(rights), sizeof numbers);
    return Received{std::string(bytes.data(), static_cast<std::size_t>(got)), {numbers[0], numbers[1], numbers[2]}};
}

void tell(int status, const std::string& frame, int process = -1) {
    iovec part{const_cast<char*>(frame.data()), frame.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> space{};
    if (process >= 0) {
        message.msg_control = space.data();
        message.msg_controllen = space.size();
        auto* rights = CMSG_FIRSTHDR(&message);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof(int));
        std::memcpy(CMSG_DATA(rights), &process, sizeof process);
    }
    static_cast<void>(sendmsg(status, &message, MSG_NOSIGNAL | MSG_DONTWAIT));
}

bool write_all(int pipe, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = write(pipe, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::string answer_to(const Received& received, const Work& work) {
    using media::NotMade;
    using media::WhyNot;
    const std::string_view frame = received.frame;
    const auto head = media::read_frame_head(frame.substr(0, media::k_frame_head));
    const auto request = head && head->kind == media::FrameKind::request
                             ? media::read_request(frame.substr(media::k_frame_head))
                             : std::nullopt;
    if (!request) return media::frame_of(NotMade{WhyNot::not_readable, "no request of this version"});
    if (const auto refused = enter_sandbox(request->limits, work.opens(request->format))) {
        static_cast<void>(
            write_all(received.descriptors.answer,
                      media::frame_of(NotMade{WhyNot::not_readable, "no sandbox: " + std::string(*refused)})));
        _exit(k_failed_sandbox);
    }
    auto made = work.decode(*request, received.descriptors.file);
    return made ? media::frame_of(*made) : media::frame_of(made.error());
}

[[noreturn]] void be_a_decoder(const Received& received, const Work& work) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    // Only the two that it needs, as 3 and 4; 0 to 2 lead nowhere.
    const int answer = fcntl(received.descriptors.answer, F_DUPFD, 10);
    const int file = fcntl(received.descriptors.file, F_DUPFD, 10);
    const int nowhere = open("/dev/null", O_RDWR);
    for (int number = 0; number < 3; ++number) dup2(nowhere, number);
    Received mine = received;
    mine.descriptors = {-1, dup2(answer, 3), dup2(file, 4)};
    if (syscall(SYS_close_range, 5, ~0U, 0) != 0) _exit(k_failed_sandbox);
    const auto frame = answer_to(mine, work);
    // Not exit(): what libraries do at the end of a process is none of a decoder's business.
    _exit(write_all(mine.descriptors.answer, frame) ? 0 : k_failed_answer);
}

/// As fork(), with a descriptor of the child that stays right when its number is used again.
pid_t fork_with_descriptor(int& process) {
    // Through libc, so that its own locks are in order in the child; the number cannot be used again before it is
    // waited for, which this process alone does.
    const pid_t child = fork();
    if (child > 0) process = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
    return child;
}

class Zygote {
public:
    Zygote(int control, int ended, const Work& work) : control_(control), ended_(ended), work_(work) {}

    int run() {
        std::array<pollfd, 2> both{{{control_, POLLIN, 0}, {ended_, POLLIN, 0}}};
        while (true) {
            if (poll(both.data(), both.size(), -1) < 0 && errno != EINTR) return 1;
            if ((both[1].revents & POLLIN) != 0) reap();
            if ((both[0].revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
            const auto received = receive(control_);
            if (!received) break;
            begin(*received);
        }
        for (const auto& [child, status] : running_) kill(child, SIGKILL);
        return 0;
    }

private:
    void begin(const Received& received) {
        int process = -1;
        const pid_t child = fork_with_descriptor(process);
        if (child == 0) be_a_decoder(received, work_);
        close(received.descriptors.answer);
        close(received.descriptors.file);
        if (child < 0) {
            close(received.descriptors.status);  // without a word: nothing was started
            return;
        }
        tell(received.descriptors.status, media::started_frame(), process);
        close(process);
        running_.emplace(child, received.descriptors.status);
    }

    void reap() {
        std::array<signalfd_siginfo, 8> infos{};
        static_cast<void>(!read(ended_, infos.data(), sizeof infos));
        int how = 0;
        for (pid_t child = waitpid(-1, &how, WNOHANG); child > 0; child = waitpid(-1, &how, WNOHANG)) {
            const auto found = running_.find(child);
            if (found == running_.end()) continue;
            media::Ended ended;
            ended.exit_code = WIFEXITED(how) ? WEXITSTATUS(how) : 0;
            ended.signal = WIFSIGNALED(how) ? WTERMSIG(how) : 0;
            tell(found->second, media::frame_of(ended));
            close(found->second);
            running_.erase(found);
        }
    }

    int control_;
    int ended_;
    const Work& work_;
    std::unordered_map<pid_t, int> running_;  // child -> where to tell of it
};

}  // namespace

int run_zygote(int control, const Work& work) {
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, nullptr);
    const int ended = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
    if (ended < 0) return 1;
    return Zygote(control, ended, work).run();
}

}  // namespace exeat::worker
