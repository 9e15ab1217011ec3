#include "platform/http/response_head.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "platform/http/ascii.h"

namespace exeat::http {
namespace {

std::string_view reason(int status) {
    struct Row {
        int status;
        std::string_view text;
    };
    static constexpr std::array rows{
        Row{200, "OK"},
        Row{201, "Created"},
        Row{202, "Accepted"},
        Row{204, "No Content"},
        Row{206, "Partial Content"},
        Row{301, "Moved Permanently"},
        Row{302, "Found"},
        Row{303, "See Other"},
        Row{304, "Not Modified"},
        Row{307, "Temporary Redirect"},
        Row{308, "Permanent Redirect"},
        Row{400, "Bad Request"},
        Row{401, "Unauthorized"},
        Row{403, "Forbidden"},
        Row{404, "Not Found"},
        Row{405, "Method Not Allowed"},
        Row{406, "Not Acceptable"},
        Row{408, "Request Timeout"},
        Row{409, "Conflict"},
        Row{410, "Gone"},
        Row{412, "Precondition Failed"},
        Row{413, "Content Too Large"},
        Row{414, "URI Too Long"},
        Row{415, "Unsupported Media Type"},
        Row{416, "Range Not Satisfiable"},
        Row{417, "Expectation Failed"},
        Row{422, "Unprocessable Content"},
        Row{428, "Precondition Required"},
        Row{429, "Too Many Requests"},
        Row{431, "Request Header Fields Too Large"},
        Row{460, "Checksum Mismatch"},
        Row{500, "Internal Server Error"},
        Row{501, "Not Implemented"},
        Row{503, "Service Unavailable"},
        Row{505, "HTTP Version Not Supported"},
        Row{507, "Insufficient Storage"},
    };
    const auto* row = std::find_if(rows.begin(), rows.end(), [&](const Row& each) { return each.status == status; });
    return row == rows.end() ? std::string_view("Status") : row->text;
}

bool is_ours(std::string_view name) {
    static constexpr std::array<std::string_view, 5> ours{"content-length", "connection", "date", "transfer-encoding",
                                                          "x-request-id"};
    return std::any_of(ours.begin(), ours.end(),
                       [&](std::string_view each) { return equal_ignoring_case(each, name); });
}

bool is_clean_value(std::string_view value) {
    return std::all_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte >= 0x20 && byte != 0x7F) || c == '\t';
    });
}

void add(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

bool has_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

bool ends_with_connection(const Response& response) {
    return std::holds_alternative<std::shared_ptr<Stream>>(response.body);
}

std::optional<std::uint64_t> body_length(const Response& response) {
    if (ends_with_connection(response)) return 0;
    if (const auto* text = std::get_if<std::string>(&response.body)) {
        // A handler of HEAD may say the length of what it did not make.
        return text->empty() && response.length ? *response.length : text->size();
    }
    if (const auto* slice = std::get_if<FileSlice>(&response.body)) return slice->length;
    return response.length;
}

bool fields_are_clean(const Headers& headers) {
    return std::all_of(headers.fields().begin(), headers.fields().end(),
                       [](const auto& field) { return is_token(field.first) && is_clean_value(field.second); });
}

std::string response_head(const Response& response, std::uint64_t length, const HeadLine& line) {
    std::string head;
    constexpr std::size_t k_usual = 512;
    head.reserve(k_usual);
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    head.append(reason(response.status)).append("\r\n");
    add(head, "Date", line.date);
    if (has_body(response.status) && !ends_with_connection(response))
        add(head, "Content-Length", std::to_string(length));
    if (!line.request_id.empty()) add(head, "X-Request-Id", line.request_id);
    if (line.after == After::close) {
        add(head, "Connection", "close");
    } else if (line.version == HttpVersion::http_1_0) {
        add(head, "Connection", "keep-alive");
    }
    for (const auto& [name, value] : response.headers.fields()) {
        if (!is_ours(name)) add(head, name, value);
    }
    head.append("\r\n");
    return head;
}

std::string http_date(std::int64_t seconds_since_1970) {
    using namespace std::chrono;
    static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const sys_seconds time{seconds(seconds_since_1970)};
    const auto day = floor<std::chrono::days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT", days[weekday(day).c_encoding()],
                  static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                  static_cast<int>(date.year()), static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return text.data();
}

}  // namespace exeat::http
