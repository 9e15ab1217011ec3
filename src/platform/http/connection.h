// One client: reads requests one after the other, has them answered, sends the answers. Called by the thread that
// serves it; the header is for the sources of this module that work with Asio, and for nobody else.
#pragma once

#include <sys/uio.h>

#include <array>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>

#include "platform/http/chunked_body.h"
#include "platform/http/file_block.h"
#include "platform/http/head_parser.h"
#include "platform/http/input_buffer.h"
#include "platform/http/io_thread.h"

namespace exeat::http {

/// Whether more bytes of the same answer follow at once (so that the kernel may wait for full packets).
enum class More : std::uint8_t { no, yes };

class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(IoThread& thread, Accepted accepted);
    ~Connection();

    /// Serves until the client or a deadline ends it.
    [[nodiscard]] Task<void> run();

    void on_tick(Steady::time_point now);
    /// Closes when no request is under way; else after the answer (ServerState::stopping is set).
    void end_when_idle();
    /// Ends it by RST: nothing that is queued arrives any more.
    void reset();

    std::size_t place = 0;  // in the list of the thread

private:
    using Socket = boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol, Executor>;

    class Ending;

    /// What the deadline that runs is for.
    enum class Clock : std::uint8_t { none, next_request, head, peer, linger };
    enum class HeadRead : std::uint8_t { request, refused, over };
    /// `ended`: the peer sends nothing more, and may still listen.
    enum class Io : std::uint8_t { moved, blocked, ended, broken };
    enum class Arrived : std::uint8_t { some, all, ended, gone, malformed };

    /// A request and what has to be known of it until its answer has gone.
    struct Exchange {
        Request request;
        std::string wire_path;
        HttpVersion version = HttpVersion::http_1_1;
        Expectation expectation = Expectation::none;
        bool keep_alive = true;
        bool body_unread = false;          // bytes of its body may still come
        std::uint64_t body_remaining = 0;  // with a Content-Length
        std::optional<ChunkedBody> chunks;
        Steady::time_point began;
    };

    /// An answer that is being sent, until it was sent or gave up.
    struct Transfer {
        std::shared_ptr<Cut> cut;
        std::function<void(const Sent&)> ended;
        int status = 0;
        std::uint64_t length = 0;          // of the body as it is sent: 0 for HEAD
        std::uint64_t queued = 0;          // bytes of the body that the kernel took
        bool draining = false;             // all is queued, not all is acknowledged
        Steady::time_point due;            // while draining: when the next interval of the peer ends
        std::uint64_t unacknowledged = 0;  // when that interval began
        std::uint64_t unsent = 0;          // what the kernel still held when the socket was closed
    };

    // connection.cpp: the loop
    [[nodiscard]] Task<HeadRead> read_head();
    [[nodiscard]] Task<bool> await_request();
    [[nodiscard]] Task<std::optional<Response>> answer();
    [[nodiscard]] Task<std::optional<Response>> refuse_behind_middleware(Refusal why);
    [[nodiscard]] HeadRead take_head(std::size_t length);
    [[nodiscard]] HeadRead refuse_head(const Error& error);
    [[nodiscard]] Task<bool> wait(boost::asio::socket_base::wait_type what);
    [[nodiscard]] Task<void> leave();
    [[nodiscard]] Io receive(char* into, std::size_t room, std::size_t& received);
    void start_clock(Clock clock, std::chrono::milliseconds after);
    void keep_peer_clock();
    void stop_clock() { clock_ = Clock::none; }
    void close();
    [[nodiscard]] bool open() const { return socket_.is_open(); }

    // connection_receive.cpp: bodies that arrive
    [[nodiscard]] Task<std::optional<Response>> answer_with(const Route& route, const Receiver& receiver);
    [[nodiscard]] Task<std::optional<Response>> answer_with(const Route& route, const Handler& handler);
    [[nodiscard]] Task<std::optional<Response>> feed(BodySink& sink);
    [[nodiscard]] Task<Arrived> read_body(std::string& into, std::size_t least, std::size_t most);
    [[nodiscard]] Io read_body_once(std::string& into, std::size_t most, bool& malformed);
    [[nodiscard]] Io read_chunks_once(std::string& into, bool& malformed);
    [[nodiscard]] static Error why_not_whole(Arrived arrived);
    [[nodiscard]] Task<bool> say_continue();
    [[nodiscard]] bool body_complete() const;

    // connection_send.cpp: answers that leave
    [[nodiscard]] Task<bool> respond(Response response);
    [[nodiscard]] Task<bool> send_body(std::string_view head, Response& response);
    [[nodiscard]] Task<bool> send_bytes(std::string_view head, std::string_view data, More more);
    [[nodiscard]] Task<bool> send_slice(std::string_view head, const FileSlice& slice, More more);
    [[nodiscard]] Task<bool> send_copied(std::string_view head, const FileSlice& slice, More more);
    [[nodiscard]] Task<bool> send_by_kernel(std::string_view head, const FileSlice& slice, More more);
    [[nodiscard]] Task<bool> send_source(std::string_view head, BodySource& source, std::uint64_t length);
    /// Sends what load() has just read and checked as pages of the kernel's cache, from which it was read: that spares
    /// a copy. Only at once; what the socket does not take now leaves from memory. docs/decisions/sending-files.md
    [[nodiscard]] Io pass_pages(std::string_view& head, const FileSlice& slice, std::uint64_t& at, std::uint64_t end);
    [[nodiscard]] Task<bool> load(FileBlock& block, const FileSlice& slice, std::uint64_t at);
    [[nodiscard]] Task<bool> writable();
    [[nodiscard]] Task<void> let_others_go();
    [[nodiscard]] Io push(std::string_view& head, std::string_view& data, More more);
    void begin_transfer(Response& response, std::uint64_t length);
    void finish_transfer(bool whole);
    void finish_if_drained(Steady::time_point now);
    [[nodiscard]] Task<void> drained();
    /// Bytes in the kernel that the client has not acknowledged; of these, those that were never sent.
    [[nodiscard]] std::uint64_t unacknowledged();
    [[nodiscard]] std::uint64_t unsent();
    [[nodiscard]] std::uint64_t in_kernel(unsigned long question);
    [[nodiscard]] bool is_cut() const { return !open() || (transfer_ && transfer_->cut && transfer_->cut->is_cut()); }

    // connection_stream.cpp: answers that go on
    [[nodiscard]] Task<bool> send_stream(std::string_view head, Stream& stream);
    void wake_stream();

    /// Runs `work` on a pool and comes back to this thread with what it gave.
    template <class Work>
    [[nodiscard]] Task<std::invoke_result_t<Work&>> on_pool(WorkPool& pool, WorkPool::Step step, Work work);
    /// Runs `make` where a route runs; nullopt when the queue there is full.
    template <class Make>
    [[nodiscard]] Task<std::optional<std::invoke_result_t<Make&>>> run_on(RunOn where, Make make);

    IoThread& thread_;
    ServerState& state_;
    ConnectionSlot slot_;
    Socket socket_;
    Address peer_;
    Transport transport_;
    Room room_;
    InputBuffer input_;
    std::size_t head_scanned_ = 0;
    std::unique_ptr<Exchange> exchange_;
    std::optional<Response> refusal_;
    std::unique_ptr<Transfer> transfer_;
    std::uint64_t transfers_ = 0;  // counts, so that a late cut does not meet the next answer
    std::uint64_t uploads_ = 0;    // likewise
    std::uint64_t receiving_ = 0;  // the number of the upload that arrives; 0: none

    Clock clock_ = Clock::none;
    Steady::time_point due_;
    std::uint64_t moved_ = 0;  // bytes since the peer's interval began
    bool expired_ = false;
    bool first_ = true;
    bool stream_waits_ = false;  // for somebody to push
};

template <class Work>
Task<std::invoke_result_t<Work&>> Connection::on_pool(WorkPool& pool, WorkPool::Step step, Work work) {
    using Value = std::invoke_result_t<Work&>;
    auto start = [&pool, step, &work, executor = thread_.executor()](auto resume) {
        pool.push(step, [&work, executor, resume = std::move(resume)]() mutable {
            Value value = work();
            boost::asio::post(executor, [resume = std::move(resume), value = std::move(value)]() mutable {
                std::move(resume)(std::move(value));
            });
        });
    };
    Value value = co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<Executor>, void(Value)>(
        std::move(start), k_await);
    co_return value;
}

template <class Make>
Task<std::optional<std::invoke_result_t<Make&>>> Connection::run_on(RunOn where, Make make) {
    std::optional<std::invoke_result_t<Make&>> made;
    if (where == RunOn::io) {
        made = make();
        co_return made;
    }
    auto& pool = state_.pool(where);
    if (!pool.reserve()) {
        state_.refused_busy.fetch_add(1);
        co_return made;
    }
    made = co_await on_pool(pool, WorkPool::Step::first, [&make] { return make(); });
    co_return made;
}

}  // namespace exeat::http
