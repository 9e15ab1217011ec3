#include "platform/telemetry/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <exception>
#include <utility>

#include "platform/telemetry/line.h"

namespace exeat::telemetry {
namespace {

spdlog::level::level_enum spdlog_level(Level level) {
    switch (level) {
        case Level::debug:
            return spdlog::level::debug;
        case Level::info:
            return spdlog::level::info;
        case Level::warning:
            return spdlog::level::warn;
        case Level::error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

class SpdlogSink : public LogSink {
public:
    explicit SpdlogSink(std::shared_ptr<spdlog::sinks::sink> sink) : sink_(std::move(sink)) {
        // Our line is the whole message: spdlog adds the line's end and nothing else.
        sink_->set_formatter(std::make_unique<spdlog::pattern_formatter>("%v"));
    }
    void write(Level level, std::string_view line) override {
        try {
            sink_->log(spdlog::details::log_msg("", spdlog_level(level), {line.data(), line.size()}));
            sink_->flush();
        } catch (const std::exception&) {
            // A log that cannot be written (a full disk) must not stop what it tells of, and there is nobody to tell.
        }
    }

private:
    std::shared_ptr<spdlog::sinks::sink> sink_;
};

}  // namespace

std::string_view to_text(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warning:
            return "warning";
        case Level::error:
            return "error";
    }
    return "error";
}

std::unique_ptr<LogSink> stderr_sink() {
    return std::make_unique<SpdlogSink>(std::make_shared<spdlog::sinks::stderr_sink_mt>());
}

Result<std::unique_ptr<LogSink>> file_sink(const std::string& path) {
    try {
        return std::make_unique<SpdlogSink>(std::make_shared<spdlog::sinks::basic_file_sink_mt>(path));
    } catch (const std::exception& error) {
        return fail(ErrorKind::unavailable, "log-file", "The log file cannot be written.", error.what());
    }
}

Log Log::for_request(std::string request_id) const {
    Log log = *this;
    log.request_id_ = std::move(request_id);
    return log;
}

void Log::write(Level level, std::string_view event, Fields fields) const {
    write_line(level, event, fields, nullptr);
}

void Log::failure(std::string_view event, const Error& error, Fields fields) const {
    write_line(Level::error, event, fields, &error);
}

void Log::write_line(Level level, std::string_view event, Fields fields, const Error* error) const {
    if (level < settings_.least) return;
    Line line(settings_.format);
    line.add({"time", clock_->now()});
    line.add({"level", to_text(level)});
    line.add({"event", event});
    if (!request_id_.empty()) line.add({"request_id", request_id_});
    for (const auto& field : fields) line.add(field);
    if (error != nullptr) {
        line.add({"code", error->code});
        line.add({"text", error->text});
        if (!error->detail.empty()) line.add({"detail", error->detail});
    }
    sink_->write(level, line.finish());
}

}  // namespace exeat::telemetry
