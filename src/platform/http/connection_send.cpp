#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "platform/http/connection.h"
#include "platform/http/response_head.h"

namespace exeat::http {
namespace {

constexpr std::uint64_t k_kernel_step = 1U << 20U;
constexpr std::uint64_t k_worth_passing = 32U << 10U;  // less is copied as fast

std::uint64_t size_of(const Piece& piece) {
    if (const auto* text = std::get_if<std::string>(&piece)) return text->size();
    return std::get<FileSlice>(piece).length;
}

Result<std::optional<Piece>> next_piece(BodySource& source) {
    try {
        return source.next();
    } catch (const std::exception& error) {
        return fail(ErrorKind::internal, "internal", "A body source threw.", error.what());
    } catch (...) {
        return fail(ErrorKind::internal, "internal", "A body source threw.");
    }
}

}  // namespace

Task<bool> Connection::respond(Response response) {
    auto& exchange = *exchange_;
    const auto& request = exchange.request;
    auto length = body_length(response);
    if (!length || !fields_are_clean(response.headers)) {
        state_.log(Severity::error, request.request_id,
                   length ? "a response has a field that no head can hold" : "a body source came without a length");
        // What waits for its end is told of this answer instead.
        auto replaced = refuse(state_, request, refusal(Refusal::internal));
        replaced.ended = std::move(response.ended);
        response = std::move(replaced);
        length = body_length(response);
    }
    const bool goes_on = !response.close && !ends_with_connection(response) && exchange.keep_alive &&
                         !exchange.body_unread && !state_.stopping.load();
    const bool silent = request.method == Method::head || !has_body(response.status);
    const auto head = response_head(response, length.value_or(0),
                                    {.date = thread_.date(),
                                     .request_id = request.request_id,
                                     .version = exchange.version,
                                     .after = goes_on ? After::keep_alive : After::close});
    begin_transfer(response, silent ? 0 : length.value_or(0));
    bool sent = false;
    if (silent) {
        sent = co_await send_bytes(head, {}, More::no);
    } else {
        sent = co_await send_body(head, response);
    }
    stop_clock();
    if (!sent) {
        if (open()) reset();
        finish_transfer(false);
        co_return false;
    }
    if (!transfer_->cut) {
        finish_transfer(true);
    } else {
        transfer_->draining = true;
        transfer_->unacknowledged = unacknowledged();
        transfer_->due = Steady::now() + state_.options.stall_interval;
        finish_if_drained(Steady::now());
    }
    co_return goes_on&& open();
}

Task<bool> Connection::send_body(std::string_view head, Response& response) {
    bool sent = false;
    if (const auto* text = std::get_if<std::string>(&response.body)) {
        sent = co_await send_bytes(head, *text, More::no);
    } else if (const auto* slice = std::get_if<FileSlice>(&response.body)) {
        sent = co_await send_slice(head, *slice, More::no);
    } else if (auto* stream = std::get_if<std::shared_ptr<Stream>>(&response.body)) {
        sent = co_await send_stream(head, **stream);
    } else {
        auto& source = *std::get<std::unique_ptr<BodySource>>(response.body);
        sent = co_await send_source(head, source, response.length.value_or(0));
    }
    co_return sent;
}

Task<bool> Connection::send_bytes(std::string_view head, std::string_view data, More more) {
    while (!head.empty() || !data.empty()) {
        if (is_cut()) co_return false;
        const auto io = push(head, data, more);
        if (io == Io::broken) co_return false;
        if (io == Io::moved) continue;
        const bool ready = co_await writable();
        if (!ready) co_return false;
    }
    co_return true;
}

Task<bool> Connection::send_slice(std::string_view head, const FileSlice& slice, More more) {
    const bool within = slice.file && slice.offset <= slice.file_size && slice.length <= slice.file_size - slice.offset;
    if (!within) {
        state_.log(Severity::error, exchange_->request.request_id, "a response asks for bytes outside its file");
        co_return false;
    }
    const bool checked = slice.check && slice.check_block > 0;
    bool sent = false;
    if (checked || state_.options.unchecked_files == UncheckedFiles::copied) {
        sent = co_await send_copied(head, slice, more);
    } else {
        sent = co_await send_by_kernel(head, slice, more);
    }
    co_return sent;
}

Task<bool> Connection::send_copied(std::string_view head, const FileSlice& slice, More more) {
    FileBlock block(thread_.memory());
    std::uint64_t at = slice.offset;
    const std::uint64_t end = slice.offset + slice.length;
    while (at < end || !head.empty()) {
        if (is_cut()) co_return false;
        if (at < end && !block.holds(at)) {
            const bool loaded = co_await load(block, slice, at);
            if (!loaded || is_cut()) co_return false;
            if (pass_pages(head, slice, at, at + block.bytes(at, end).size()) == Io::broken) co_return false;
            if (at < end && !block.holds(at)) {
                co_await let_others_go();
                continue;
            }
        }
        auto data = block.bytes(at, end);
        const auto offered = data.size();
        const auto io = push(head, data, at + offered < end ? More::yes : more);
        at += offered - data.size();
        if (io == Io::broken) co_return false;
        if (io == Io::blocked) {
            if (state_.send_memory.load(std::memory_order_relaxed) > state_.options.send_memory) block.release();
            const bool ready = co_await writable();
            if (!ready) co_return false;
        } else if (at < end && !block.holds(at)) {
            co_await let_others_go();
        }
    }
    co_return true;
}

Connection::Io Connection::pass_pages(std::string_view& head, const FileSlice& slice, std::uint64_t& at,
                                      std::uint64_t end) {
    if (state_.options.unchecked_files == UncheckedFiles::copied && !slice.check) return Io::blocked;
    if (end - at < k_worth_passing) return Io::blocked;
    while (!head.empty()) {
        std::string_view nothing;
        const auto io = push(head, nothing, More::yes);
        if (io != Io::moved) return io;
    }
    while (at < end) {
        auto offset = static_cast<off_t>(at);
        const auto count = ::sendfile(socket_.native_handle(), slice.file->descriptor(), &offset, end - at);
        if (count < 0 && errno == EINTR) continue;
        // Whatever is wrong: the bytes are in memory, too, and sending those finds out.
        if (count <= 0) return Io::blocked;
        at += static_cast<std::uint64_t>(count);
        moved_ += static_cast<std::uint64_t>(count);
        transfer_->queued += static_cast<std::uint64_t>(count);
    }
    return Io::moved;
}

Task<bool> Connection::load(FileBlock& block, const FileSlice& slice, std::uint64_t at) {
    block.aim(slice, at);
    auto read = block.read_cached(slice);
    if (read == FileBlock::Read::would_block) {
        stop_clock();
        read = co_await on_pool(state_.work, WorkPool::Step::next, [&] { return block.read(slice); });
    }
    if (read == FileBlock::Read::done) co_return true;
    state_.log(Severity::error, exchange_->request.request_id,
               read == FileBlock::Read::check_failed ? "a block of a file failed its check; the transfer was cut"
                                                     : "a file is shorter than it was; the transfer was cut");
    co_return false;
}

Task<bool> Connection::send_by_kernel(std::string_view head, const FileSlice& slice, More more) {
    const bool begun = co_await send_bytes(head, {}, slice.length > 0 ? More::yes : more);
    if (!begun) co_return false;
    auto at = static_cast<off_t>(slice.offset);
    const auto end = static_cast<off_t>(slice.offset + slice.length);
    while (at < end) {
        if (is_cut()) co_return false;
        const auto step = std::min(k_kernel_step, static_cast<std::uint64_t>(end - at));
        const auto count = ::sendfile(socket_.native_handle(), slice.file->descriptor(), &at, step);
        if (count > 0) {
            moved_ += static_cast<std::uint64_t>(count);
            transfer_->queued += static_cast<std::uint64_t>(count);
            if (at < end) co_await let_others_go();
            continue;
        }
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            const bool ready = co_await writable();
            if (!ready) co_return false;
            continue;
        }
        if (count < 0 && (errno == EPIPE || errno == ECONNRESET)) {
            transfer_->unsent = unsent();
            close();
        } else {
            state_.log(Severity::error, exchange_->request.request_id, "a file cannot be read to its end");
        }
        co_return false;
    }
    co_return true;
}

Task<bool> Connection::send_source(std::string_view head, BodySource& source, std::uint64_t length) {
    const auto& id = exchange_->request.request_id;
    std::uint64_t remaining = length;
    while (true) {
        stop_clock();
        auto next = co_await on_pool(state_.work, WorkPool::Step::next, [&] { return next_piece(source); });
        if (is_cut()) co_return false;
        if (!next) {
            state_.log(Severity::error, id,
                       "a body ended by an error: " + next.error().text + " " + next.error().detail);
            co_return false;
        }
        if (!*next) break;
        const auto size = size_of(**next);
        if (size > remaining) {
            state_.log(Severity::error, id, "a body source gives more than its length");
            co_return false;
        }
        remaining -= size;
        const auto more = remaining > 0 ? More::yes : More::no;
        bool sent = false;
        if (const auto* text = std::get_if<std::string>(&**next)) {
            sent = co_await send_bytes(head, *text, more);
        } else {
            sent = co_await send_slice(head, std::get<FileSlice>(**next), more);
        }
        if (!sent) co_return false;
        head = {};
    }
    if (remaining > 0) {
        state_.log(Severity::error, id, "a body source gives less than its length");
        co_return false;
    }
    const bool begun = co_await send_bytes(head, {}, More::no);
    co_return begun;
}

Task<bool> Connection::writable() {
    keep_peer_clock();
    const bool ready = co_await wait(boost::asio::socket_base::wait_write);
    co_return ready;
}

Task<void> Connection::let_others_go() {
    co_await boost::asio::post(thread_.executor(), k_await);
}

Connection::Io Connection::push(std::string_view& head, std::string_view& data, More more) {
    if (!open()) return Io::broken;
    std::array<iovec, 2> parts{iovec{const_cast<char*>(head.data()), head.size()},
                               iovec{const_cast<char*>(data.data()), data.size()}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    while (true) {
        const auto count = ::sendmsg(socket_.native_handle(), &message,
                                     MSG_NOSIGNAL | MSG_DONTWAIT | (more == More::yes ? MSG_MORE : 0));
        if (count >= 0) {
            const auto sent = static_cast<std::size_t>(count);
            const auto of_head = std::min(sent, head.size());
            head.remove_prefix(of_head);
            data.remove_prefix(sent - of_head);
            moved_ += sent;
            if (transfer_) transfer_->queued += sent - of_head;
            return Io::moved;
        }
        if (errno == EINTR) continue;
        if (errno == EAGAIN || errno == EWOULDBLOCK) return Io::blocked;
        if (transfer_) transfer_->unsent = unsent();
        close();
        return Io::broken;
    }
}

void Connection::begin_transfer(Response& response, std::uint64_t length) {
    transfer_ = std::make_unique<Transfer>();
    transfer_->status = response.status;
    transfer_->length = length;
    transfer_->ended = std::move(response.ended);
    transfer_->cut = std::move(response.cut);
    const auto number = ++transfers_;
    if (!transfer_->cut) return;
    transfer_->cut->arm([self = weak_from_this(), executor = thread_.executor(), number] {
        boost::asio::post(executor, [self, number] {
            const auto connection = self.lock();
            if (connection && connection->transfer_ && connection->transfers_ == number) connection->reset();
        });
    });
}

void Connection::finish_transfer(bool whole) {
    const auto transfer = std::move(transfer_);
    if (!transfer) return;
    auto waiting = std::uint64_t{0};
    if (transfer->cut) {
        transfer->cut->disarm();
        if (!whole) waiting = open() ? unsent() : transfer->unsent;
    }
    const Sent sent{transfer->queued - std::min(transfer->queued, waiting), whole};
    try {
        if (transfer->ended) transfer->ended(sent);
        if (state_.options.served) {
            const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - exchange_->began);
            state_.options.served({exchange_->request, transfer->status, sent, took});
        }
    } catch (...) {
        state_.log(Severity::error, exchange_->request.request_id, "what counts transfers threw");
    }
}

void Connection::finish_if_drained(Steady::time_point now) {
    const auto waiting = unacknowledged();
    if (waiting == 0) {
        finish_transfer(true);
        return;
    }
    if (now < transfer_->due) return;
    if (transfer_->unacknowledged - std::min(waiting, transfer_->unacknowledged) < state_.options.stall_bytes) {
        reset();
        return;
    }
    transfer_->unacknowledged = waiting;
    transfer_->due = now + state_.options.stall_interval;
}

Task<void> Connection::drained() {
    while (transfer_ && open()) {
        finish_if_drained(Steady::now());
        if (transfer_ && open()) co_await thread_.pause();
    }
    finish_transfer(false);
}

std::uint64_t Connection::unacknowledged() {
    return in_kernel(SIOCOUTQ);
}

std::uint64_t Connection::unsent() {
    return in_kernel(SIOCOUTQNSD);
}

std::uint64_t Connection::in_kernel(unsigned long question) {
    int bytes = 0;
    if (!open() || ::ioctl(socket_.native_handle(), question, &bytes) != 0) return 0;
    return static_cast<std::uint64_t>(bytes);
}

}  // namespace exeat::http
