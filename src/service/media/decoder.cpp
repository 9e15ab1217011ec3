#include "service/media/decoder.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <csignal>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>

#include "service/media/picture_head.h"
#include "service/media/zygote_process.h"

namespace exeat::media {
namespace {

using Clock = std::chrono::steady_clock;

/// No file has more pixels a side than a format can say; what a page or a drawing says of itself is a number only.
constexpr std::uint32_t k_longest_file_side = 100'000'000;
/// The zygote does nothing but fork: one that takes this long to say so has come to harm.
constexpr std::chrono::seconds k_start_deadline{20};

std::unexpected<Error> died(std::string detail) {
    return fail(ErrorKind::unavailable, "decoder-died", "The program that makes pictures broke off on this file.",
                std::move(detail));
}
std::unexpected<Error> slow() {
    return fail(ErrorKind::unavailable, "decoder-slow", "Making a picture of this file took too long.");
}
std::unexpected<Error> too_costly() {
    return fail(ErrorKind::unavailable, "picture-too-costly", "This file takes more work to draw than it may.");
}
std::unexpected<Error> lied(std::string detail) {
    return fail(ErrorKind::unavailable, "decoder-lied", "The program that makes pictures gave an answer that is wrong.",
                std::move(detail));
}
std::unexpected<Error> stopping() {
    return fail(ErrorKind::unavailable, "stopping", "The server is stopping.");
}
std::unexpected<Error> no_decoder(std::string detail) {
    return fail(ErrorKind::unavailable, "no-decoder", "The program that makes pictures cannot be started.",
                std::move(detail));
}

std::unexpected<Error> not_made(NotMade said) {
    auto detail = std::move(said.detail);
    switch (said.why) {
        case WhyNot::broken:
            return fail(ErrorKind::invalid, "picture-broken", "This file is damaged, or not what its name says.",
                        detail);
        case WhyNot::too_many_pixels:
            return fail(ErrorKind::too_large, "picture-too-large",
                        "This picture has more pixels than this server makes previews of.", detail);
        case WhyNot::no_such_page:
            return fail(ErrorKind::invalid, "picture-no-page", "This file has no such page.", detail);
        case WhyNot::encrypted:
            return fail(ErrorKind::invalid, "picture-encrypted", "This file is locked with a password.", detail);
        case WhyNot::not_readable:
            return no_decoder(detail);
    }
    return lied("an unknown reason");
}

enum class Waited : std::uint8_t { ready, too_long, stopping };

/// Until a descriptor has something to read, or its other end is closed.
Waited wait_for(int descriptor, int stop, Clock::time_point deadline) {
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return Waited::too_long;
        std::array<pollfd, 2> both{{{descriptor, POLLIN, 0}, {stop, POLLIN, 0}}};
        const int found = poll(both.data(), both.size(), static_cast<int>(std::min<long long>(left, 60'000)));
        if (found < 0 && errno != EINTR) return Waited::stopping;
        if ((both[1].revents & POLLIN) != 0) return Waited::stopping;
        if (found > 0 && both[0].revents != 0) return Waited::ready;
    }
}

/// A message of the zygote, with the descriptor that came along. Empty: it has gone.
struct Told {
    std::string frame;
    Descriptor process;
};
Told receive(int status) {
    std::array<char, k_request_frame> bytes{};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> space{};
    iovec part{bytes.data(), bytes.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = space.data();
    message.msg_controllen = space.size();
    const auto got = recvmsg(status, &message, MSG_CMSG_CLOEXEC);
    Told told;
    if (got <= 0) return told;
    told.frame.assign(bytes.data(), static_cast<std::size_t>(got));
    const auto* rights = CMSG_FIRSTHDR(&message);
    if (rights != nullptr && rights->cmsg_type == SCM_RIGHTS && rights->cmsg_len == CMSG_LEN(sizeof(int))) {
        int number = -1;
        std::memcpy(&number, CMSG_DATA(rights), sizeof number);
        told.process = Descriptor(number);
    }
    return told;
}

std::optional<FrameKind> kind_of(const std::string& frame) {
    const auto head = read_frame_head(std::string_view(frame).substr(0, k_frame_head));
    if (!head || frame.size() != k_frame_head + head->length) return std::nullopt;
    return head->kind;
}

/// All that a decoder writes until it closes its end.
Result<std::string> read_answer(int answer, int stop, Clock::time_point deadline) {
    std::string bytes;
    std::array<char, 64 * 1024> piece{};
    while (true) {
        switch (wait_for(answer, stop, deadline)) {
            case Waited::ready:
                break;
            case Waited::too_long:
                return slow();
            case Waited::stopping:
                return stopping();
        }
        const auto got = read(answer, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return died(std::string("read: ") + std::strerror(errno));
        if (got == 0) return bytes;
        bytes.append(piece.data(), static_cast<std::size_t>(got));
        if (bytes.size() > k_frame_head + k_most_answer) return lied("an answer without end");
    }
}

/// The size and type of an output as its own bytes have them.
Done check_output(const Wanted& wanted, const Output& output) {
    const auto head = read_picture_head(output.bytes);
    if (!head) return lied("an output that is no picture");
    if (*head != PictureHead{output.type, output.width, output.height}) return lied("an output of another size");
    if (output.width < 1 || output.height < 1 || std::max(output.width, output.height) > wanted.longest) {
        return lied("an output that is too large");
    }
    return {};
}

Result<Picture> checked(const Request& request, const std::string& answer) {
    const auto kind = kind_of(answer);
    if (!kind) return lied("no frame");
    const auto body = std::string_view(answer).substr(k_frame_head);
    if (*kind == FrameKind::not_made) {
        auto said = read_not_made(body);
        if (!said) return lied("no reason");
        return not_made(std::move(*said));
    }
    auto picture = *kind == FrameKind::made ? read_picture(body) : std::nullopt;
    if (!picture) return lied("no picture");
    if (std::max(picture->width, picture->height) > k_longest_file_side) return lied("a size that no file has");
    if (picture->outputs.size() != request.outputs.size()) return lied("another number of outputs");
    for (std::size_t i = 0; i < request.outputs.size(); ++i) {
        EXEAT_TRY(check_output(request.outputs[i], picture->outputs[i]));
    }
    return std::move(*picture);
}

/// How the process ended, in words for the log.
std::string end_of(int status, int stop) {
    if (wait_for(status, stop, Clock::now() + k_start_deadline) != Waited::ready) return "it did not end";
    const auto told = receive(status);
    if (kind_of(told.frame) != FrameKind::ended) return "the zygote has gone";
    const auto ended = read_ended(std::string_view(told.frame).substr(k_frame_head));
    if (!ended) return "an end that cannot be read";
    if (ended->signal != 0) return "signal " + std::to_string(ended->signal);
    return "exit status " + std::to_string(ended->exit_code);
}

}  // namespace

Decoder::Decoder(DecoderOptions options) : options_(std::move(options)), stopping_(eventfd(0, EFD_CLOEXEC)) {}

Decoder::~Decoder() {
    stop();
    if (stopping_ >= 0) close(stopping_);
}

Done Decoder::present() const {
    if (!options_.program.empty() && access(options_.program.c_str(), X_OK) == 0) return {};
    return no_decoder(options_.program + " is not there");
}

Result<std::shared_ptr<Zygote>> Decoder::awake() {
    const std::scoped_lock lock(mutex_);
    if (stopped_) return stopping();
    if (!zygote_) {
        EXEAT_TAKE(zygote_, Zygote::start(options_.program));
    }
    return zygote_;
}

void Decoder::forget(const std::shared_ptr<Zygote>& zygote) {
    const std::scoped_lock lock(mutex_);
    if (zygote_ == zygote) zygote_.reset();
}

void Decoder::rest() {
    const std::scoped_lock lock(mutex_);
    if (zygote_.use_count() == 1) zygote_.reset();
}

void Decoder::stop() {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
    const std::uint64_t one = 1;
    static_cast<void>(!write(stopping_, &one, sizeof one));
    if (zygote_.use_count() == 1) zygote_.reset();
}

int Decoder::process() const {
    const std::scoped_lock lock(mutex_);
    return zygote_ ? zygote_->process() : 0;
}

Result<Picture> Decoder::make(const Request& request, int file) {
    EXEAT_TRY(present());
    EXEAT_TAKE(const auto zygote, awake());
    EXEAT_TAKE(auto status, socket_pair());
    EXEAT_TAKE(auto answer, answer_pipe());
    if (!zygote->send(frame_of(request), status.theirs.number(), answer.theirs.number(), file)) {
        forget(zygote);
        return died("the zygote has gone");
    }
    status.theirs.close();
    answer.theirs.close();
    const auto began = Clock::now();
    const auto waited = wait_for(status.ours.number(), stopping_, began + k_start_deadline);
    if (waited == Waited::stopping) return stopping();
    const auto told = waited == Waited::ready ? receive(status.ours.number()) : Told();
    if (kind_of(told.frame) != FrameKind::started || told.process.number() < 0) {
        forget(zygote);
        return died("the zygote started nothing");
    }
    auto bytes = read_answer(answer.ours.number(), stopping_, began + std::chrono::milliseconds(options_.deadline_ms));
    // Whatever it still wants to do: its one answer is here, or is not awaited any more.
    static_cast<void>(syscall(SYS_pidfd_send_signal, told.process.number(), SIGKILL, nullptr, 0));
    if (!bytes) return std::unexpected(std::move(bytes.error()));
    if (bytes->empty()) {
        auto end = end_of(status.ours.number(), stopping_);
        // It has used all its seconds of the processor, and would again; the clock alone also stands for a busy
        // machine.
        if (end == "signal " + std::to_string(SIGXCPU)) return too_costly();
        return died(std::move(end));
    }
    auto picture = checked(request, *bytes);
    if (!picture && picture.error().code == "decoder-lied") {
        picture.error().detail += ", " + end_of(status.ours.number(), stopping_);
    }
    return picture;
}

}  // namespace exeat::media
