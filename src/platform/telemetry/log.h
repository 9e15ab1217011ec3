// The log: one line an event, made of fields, in logfmt or JSON. Everybody who has something to say to the people who
// run the product is given a Log; a request's has its request id. Refuses to know any event, and never shows a Secret.
//
//     log.warning("blob_read_again", {{"digest", digest}, {"attempt", 2}});
//     time=2026-11-21T12:00:00.120Z level=warning event=blob_read_again request_id=01j… digest=ab12… attempt=2
//
// A line cannot be forged: whatever a value holds (line ends, quotes, control characters, characters that turn the
// direction of writing, bytes that are no UTF-8) is escaped, and a value longer than k_longest_value is cut.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "core/vocabulary/digest.h"
#include "core/vocabulary/error.h"
#include "core/vocabulary/id.h"
#include "core/vocabulary/instant.h"
#include "platform/telemetry/secret.h"

namespace exeat::telemetry {

enum class Level : std::uint8_t { debug, info, warning, error };
[[nodiscard]] std::string_view to_text(Level level);

enum class LineFormat : std::uint8_t { logfmt, json };

/// Bytes of one value that are written, at most.
inline constexpr std::size_t k_longest_value = 2000;

/// One key and its value. Texts are not copied: a Field lives no longer than the call that it is given to.
class Field {
public:
    Field(std::string_view key, std::string_view value) : key_(key), value_(value) {}
    Field(std::string_view key, const char* value) : key_(key), value_(std::string_view(value)) {}
    Field(std::string_view key, const std::string& value) : key_(key), value_(std::string_view(value)) {}
    Field(std::string_view key, bool value) : key_(key), value_(value) {}
    Field(std::string_view key, double value) : key_(key), value_(value) {}
    template <std::signed_integral T>
    Field(std::string_view key, T value) : key_(key), value_(static_cast<std::int64_t>(value)) {}
    template <std::unsigned_integral T>
    Field(std::string_view key, T value) : key_(key), value_(static_cast<std::uint64_t>(value)) {}
    Field(std::string_view key, const Secret& /*value*/) : key_(key), value_(k_hidden) {}
    Field(std::string_view key, Instant value) : key_(key), value_(exeat::to_text(value)) {}
    Field(std::string_view key, const Digest& value) : key_(key), value_(exeat::to_text(value)) {}
    template <class Tag>
    Field(std::string_view key, const Id<Tag>& value) : key_(key), value_(value.text()) {}

    using Value = std::variant<std::string_view, std::string, std::int64_t, std::uint64_t, double, bool>;
    [[nodiscard]] std::string_view key() const { return key_; }
    [[nodiscard]] const Value& value() const { return value_; }

private:
    std::string_view key_;
    Value value_;
};

using Fields = std::initializer_list<Field>;

/// Where lines go. Called by many threads at once.
class LogSink {
public:
    virtual ~LogSink() = default;
    /// Takes one line, without its end.
    virtual void write(Level level, std::string_view line) = 0;
};

/// Standard error, each line written at once.
[[nodiscard]] std::unique_ptr<LogSink> stderr_sink();
/// Appends to a file, each line written at once. Errors: unavailable, "log-file".
[[nodiscard]] Result<std::unique_ptr<LogSink>> file_sink(const std::string& path);

struct LogSettings {
    Level least = Level::info;  // events below are dropped
    LineFormat format = LineFormat::logfmt;
};

/// A small value: copied for a request, with the request's id in it. Sink and clock outlive every copy. Thread-safe.
class Log {
public:
    Log(LogSink& sink, const Clock& clock, LogSettings settings) : sink_(&sink), clock_(&clock), settings_(settings) {}

    /// The same log, each of its lines with this request id.
    [[nodiscard]] Log for_request(std::string request_id) const;

    void debug(std::string_view event, Fields fields = {}) const { write(Level::debug, event, fields); }
    void info(std::string_view event, Fields fields = {}) const { write(Level::info, event, fields); }
    void warning(std::string_view event, Fields fields = {}) const { write(Level::warning, event, fields); }
    void error(std::string_view event, Fields fields = {}) const { write(Level::error, event, fields); }

    /// The event with the error's code, text and detail after the fields.
    void failure(std::string_view event, const Error& error, Fields fields = {}) const;

    void write(Level level, std::string_view event, Fields fields) const;

private:
    void write_line(Level level, std::string_view event, Fields fields, const Error* error) const;

    LogSink* sink_;
    const Clock* clock_;
    LogSettings settings_;
    std::string request_id_;
};

}  // namespace exeat::telemetry
