#include "platform/http/head_parser.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include "platform/http/ascii.h"
#include "platform/http/refusals.h"
#include "platform/http/server.h"

namespace exeat::http {
namespace {

namespace beast = boost::beast;
using beast::error_code;

constexpr std::size_t k_most_fields = 100;
/// The caller bounds the head; Beast's own limit only has to be out of the way.
constexpr std::uint32_t k_no_header_limit = 1U << 24U;

Method method_of(std::string_view name) {
    for (auto i = static_cast<std::uint8_t>(Method::get); i < static_cast<std::uint8_t>(Method::other); ++i) {
        if (method_name(static_cast<Method>(i)) == name) return static_cast<Method>(i);
    }
    return Method::other;
}

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

/// Name or address and nothing or a port, without a person before it or a path behind it: links are made of it.
bool is_host(std::string_view text) {
    const bool is_literal = text.starts_with('[');
    const auto end = is_literal ? text.find(']') : text.find(':');
    if (is_literal && end == std::string_view::npos) return false;
    const auto name = is_literal ? text.substr(1, end - 1) : text.substr(0, end);
    const std::string_view marks = is_literal ? ":.%-_~" : "-._~!$&'()*+,;=%";
    const bool is_name = std::ranges::all_of(name, [&](char c) {
        const char low = ascii_lower(c);
        return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || marks.find(c) != std::string_view::npos;
    });
    if (!is_name || end == std::string_view::npos) return is_name;
    const auto port = text.substr(is_literal ? end + 1 : end);
    return port.empty() || port == ":" || (port.front() == ':' && parse_decimal(port.substr(1)));
}

/// Collects a head and counts what must not come twice.
class HeadParser final : public beast::http::basic_parser<true> {
public:
    explicit HeadParser(RequestHead& head) : head_(head) {
        skip(true);  // bodies are read elsewhere
        header_limit(k_no_header_limit);
    }

    std::size_t fields = 0;
    std::size_t hosts = 0;
    std::size_t lengths = 0;
    std::size_t encodings = 0;
    bool names_host = true;
    bool length_is_number = true;
    bool encoding_is_chunked = true;

private:
    void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target, int version,
                         error_code&) override {
        head_.method = method_of(view(method));
        head_.target = view(target);
        head_.version = version == 11 ? HttpVersion::http_1_1 : HttpVersion::http_1_0;
    }

    void on_field_impl(beast::http::field field, beast::string_view name, beast::string_view raw_value,
                       error_code&) override {
        using beast::http::field;
        ++fields;
        const auto value = view(raw_value);
        if (field == field::host) {
            ++hosts;
            names_host = names_host && is_host(value);
        }
        if (field == field::content_length) {
            ++lengths;
            head_.content_length = parse_decimal(value);
            length_is_number = length_is_number && head_.content_length.has_value();
        }
        if (field == field::transfer_encoding) {
            ++encodings;
            head_.chunked = true;
            encoding_is_chunked = encoding_is_chunked && equal_ignoring_case(value, "chunked");
        }
        if (field == field::expect) {
            const bool known = equal_ignoring_case(value, "100-continue") && head_.expectation != Expectation::unknown;
            head_.expectation = known ? Expectation::continues : Expectation::unknown;
        }
        head_.headers.add(std::string(view(name)), std::string(value));
    }

    void on_header_impl(error_code&) override {}
    void on_finish_impl(error_code&) override {}
    // Never called: there is no response here, and no body.
    void on_response_impl(int, beast::string_view, int, error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(beast::string_view body, error_code&) override { return body.size(); }
    void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, error_code&) override { return body.size(); }

    RequestHead& head_;
};

/// Folded lines and line ends that are not CRLF: readers differ on them.
bool has_odd_lines(std::string_view raw) {
    for (auto at = raw.find('\n'); at != std::string_view::npos; at = raw.find('\n', at + 1)) {
        if (at == 0 || raw[at - 1] != '\r') return true;
        if (at + 1 < raw.size() && (raw[at + 1] == ' ' || raw[at + 1] == '\t')) return true;
    }
    return false;
}

Refusal refusal_of(error_code error, std::string_view raw) {
    if (error != beast::http::error::bad_version) return Refusal::bad_request;
    const auto line = raw.substr(0, raw.find('\r'));
    const auto version = line.substr(line.rfind(' ') + 1);
    const bool well_formed = version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.';
    return well_formed ? Refusal::http_version_unsupported : Refusal::bad_request;
}

/// What cannot be told while the fields are read.
Done check_framing(const RequestHead& head, const HeadParser& seen) {
    const auto bad = [](const char* why) { return fail(refusal(Refusal::bad_request, why)); };
    if (seen.fields > k_most_fields) return fail(refusal(Refusal::headers_too_large, "too many fields"));
    if (seen.hosts > 1 || (seen.hosts == 0 && head.version == HttpVersion::http_1_1)) return bad("one Host is needed");
    if (!seen.names_host) return bad("Host");
    if (seen.lengths > 1 || !seen.length_is_number) return bad("Content-Length");
    if (seen.lengths != 0 && seen.encodings != 0) return bad("Content-Length and Transfer-Encoding");
    if (seen.encodings == 0) return {};
    if (seen.encodings > 1 || head.version == HttpVersion::http_1_0) return bad("Transfer-Encoding");
    if (!seen.encoding_is_chunked) return fail(refusal(Refusal::transfer_encoding_unsupported));
    return {};
}

}  // namespace

Result<RequestHead> parse_head(std::string_view raw, std::size_t target_bytes) {
    RequestHead head;
    if (has_odd_lines(raw)) return fail(refusal(Refusal::bad_request, "line ends"));
    HeadParser parser(head);
    parser.eager(true);
    error_code error;
    const auto used = parser.put(boost::asio::buffer(raw.data(), raw.size()), error);
    if (head.target.size() > target_bytes) return fail(refusal(Refusal::uri_too_long));
    if (error) return fail(refusal(refusal_of(error, raw), error.message()));
    if (!parser.is_done() || used != raw.size()) return fail(refusal(Refusal::bad_request, "the head does not end"));
    EXEAT_TRY(check_framing(head, parser));
    head.keep_alive = parser.keep_alive();
    return head;
}

}  // namespace exeat::http
