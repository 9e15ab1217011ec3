// A request as handlers see it and a response as they make it. Called by src/api. Refuses to know sockets, coroutines,
// people or assets.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/vocabulary/error.h"

namespace exeat::http {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };

/// Header fields in their order; names compare without regard to case.
class Headers {
public:
    void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
    /// Replaces all fields of that name by one.
    void set(std::string_view name, std::string value);
    /// The first value, nullopt when absent.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// One request. Everything is decoded once, here; nothing in it is trusted.
struct Request {
    Method method = Method::other;
    std::string path;  // decoded, normalised, begins with "/"; an encoded slash stays "%2F" (in parameters it is "/")
    std::vector<std::pair<std::string, std::string>> query;       // decoded, in order
    std::vector<std::pair<std::string, std::string>> parameters;  // what {names} of the route's pattern stood for
    std::string route;                                            // the pattern that matched: "/api/assets/{id}"
    Headers headers;
    std::string body;                             // whole, for routes with a Handler; empty for a Receiver
    std::optional<std::uint64_t> content_length;  // as announced
    std::string peer;                             // address of the client, after trusted proxies
    std::string scheme;                           // "http" or "https", as the client sees it
    std::string request_id;                       // ours, 26 characters; also in the answer as X-Request-Id
    bool from_local_socket = false;               // came over DIR/exeat.sock: the operator of this machine

    [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const;
    /// A {name} of the pattern; empty when there is none, which is a mistake in the routes.
    [[nodiscard]] std::string_view parameter(std::string_view name) const;
    /// A cookie of that name, nullopt when absent.
    [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const;
};

/// An open file descriptor that is closed with its last owner.
class File {
public:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    ~File();
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

/// Checks bytes that were read from a file before they are sent. `offset` is where in the file `block` begins. False:
/// the bytes are not what was stored, and the connection is cut.
using BlockCheck = std::function<bool(std::uint64_t offset, std::span<const std::byte> block)>;

/// Part of a file to be sent. With a check, whole blocks that cover the part are read and checked before any byte of
/// them leaves, from the same memory that is then sent. Pages that are in memory are read and checked on the thread
/// that serves sockets, the others on a work thread: a check computes and does nothing else.
struct FileSlice {
    std::shared_ptr<const File> file;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    std::uint64_t file_size = 0;
    std::uint64_t check_block = 0;  // bytes in a checked block, 0 without a check
    BlockCheck check;               // called for whole blocks (the last may be shorter)
};

/// What a BodySource gives at a time.
using Piece = std::variant<std::string, FileSlice>;

/// A body made while it is sent. next() is called on a work thread, one call at a time.
class BodySource {
public:
    virtual ~BodySource() = default;
    /// The next piece, nullopt at the end. An error cuts the connection (the status is long sent).
    virtual Result<std::optional<Piece>> next() = 0;
};

/// Lets another thread end a transfer at once: the connection is reset (SO_LINGER 0), so that nothing that was queued
/// arrives. Thread-safe; made by the handler, kept by whoever may cut.
class Cut {
public:
    /// Resets the connection, now or as soon as the transfer begins.
    void now();
    [[nodiscard]] bool is_cut() const { return cut_.load(std::memory_order_acquire); }

    /// For the connection only: what to do when cut. Called at once if it is cut already.
    void arm(std::function<void()> reset);
    /// For the connection only: the transfer ended by itself; nothing is called any more.
    void disarm();

private:
    std::atomic<bool> cut_{false};
    std::mutex mutex_;
    std::function<void()> reset_;
};

/// A body that goes on until either side ends it: what is pushed leaves at once. Made by the handler, kept by whoever
/// pushes, thread-safe; it holds no thread while nothing is said. No length is announced: the connection ends with it.
class Stream {
public:
    /// More than `most` bytes that the client has not taken end it: whoever reads nothing is not waited for.
    explicit Stream(std::size_t most = 256 << 10) : most_(most) {}

    /// False once it is over: nothing is taken any more.
    bool push(std::string_view text);
    /// What was pushed still leaves; then the connection is closed.
    void end();
    [[nodiscard]] bool is_over() const;

    /// For the connection only: `wake` is called after each push and at the end, on any thread; at once if something
    /// waits already.
    void arm(std::function<void()> wake);
    /// For the connection only: it is over.
    void disarm();
    /// For the connection only: what was pushed since; nullopt when it ended and nothing is left.
    [[nodiscard]] std::optional<std::string> take();

private:
    const std::size_t most_;
    mutable std::mutex mutex_;
    std::string waiting_;
    bool over_ = false;
    std::function<void()> wake_;
};

using Body = std::variant<std::string, FileSlice, std::unique_ptr<BodySource>, std::shared_ptr<Stream>>;

/// How a transfer ended, for whoever counts. With a Cut, bytes that never left this machine are not counted, and it is
/// whole when the client's side has acknowledged the last byte; without one, bytes are sent when the kernel has them.
struct Sent {
    std::uint64_t body_bytes = 0;
    bool whole = false;
};

/// One response. For a BodySource `length` is required: Content-Length is always sent, but for a Stream.
struct Response {
    int status = 200;
    Headers headers;
    Body body;
    std::optional<std::uint64_t> length;     // of a BodySource
    std::shared_ptr<Cut> cut;                // set: the transfer can be cut until the client has taken the last byte
    std::function<void(const Sent&)> ended;  // called once when the response was sent or gave up, on the thread that
                                             // serves sockets: notes it and returns, blocks never
    bool close = false;                      // end the connection after it
};

/// Takes a body while it arrives. Calls come one at a time from work threads, never from the thread that reads the
/// socket, so that a slow client costs no thread.
class BodySink {
public:
    virtual ~BodySink() = default;
    /// The next bytes. A response ends the upload at once: it is sent, and the rest of the body is not read.
    virtual std::optional<Response> take(std::span<const std::byte> bytes) = 0;
    /// The whole body has arrived.
    virtual Response finish() = 0;
    /// The client went away or was too slow: keep what may be resumed, drop the rest.
    virtual void abandoned() = 0;
    /// What lets another thread end the upload while it arrives; asked once, before the first byte. Null: nothing does.
    [[nodiscard]] virtual std::shared_ptr<Cut> cut() { return nullptr; }
};

}  // namespace exeat::http
