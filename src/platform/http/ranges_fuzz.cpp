// Any text as Range, conditions, targets, addresses and file names: what comes out keeps its promises.
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "platform/http/chunked_body.h"
#include "platform/http/forwarding.h"
#include "platform/http/head_parser.h"
#include "platform/http/ranges.h"
#include "platform/http/request_target.h"

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

void ranges(std::string_view text, std::uint64_t size) {
    exeat::http::Request request;
    request.method = exeat::http::Method::get;
    std::string_view rest = text;
    for (const char* name : {"Range", "If-Range", "If-Match", "If-None-Match"}) {
        const auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (!line.empty()) request.headers.add(name, std::string(line));
    }
    const auto answer = exeat::http::which_bytes(request, size, "\"v1\"");
    if (const auto* range = std::get_if<exeat::http::ByteRange>(&answer)) {
        check(range->length > 0 && range->length <= size && range->first <= size - range->length);
    }
}

void names(std::string_view text) {
    for (const char c : exeat::http::attachment_disposition(text)) check(c >= ' ' && c < 0x7F);
}

void targets(std::string_view text) {
    const auto target = exeat::http::parse_target(text);
    if (!target) return;
    check(target->path.find('\0') == std::string::npos);
    check(("/" + target->path + "/").find("/../") == std::string::npos);
    const auto again = exeat::http::parse_target(target->wire_path);
    check(again && again->wire_path == target->wire_path && again->path == target->path);
}

/// However a chunked body is cut, the same data comes out.
void chunks(std::string_view text, std::size_t step) {
    const auto read = [&](std::size_t at_a_time) {
        exeat::http::ChunkedBody body;
        std::string out;
        for (std::string_view rest = text; !rest.empty() && !body.complete();) {
            const auto part = rest.substr(0, at_a_time);
            rest.remove_prefix(part.size());
            const auto used = body.feed(part, out);
            if (!used) return std::string("refused");
            check(*used == part.size() || body.complete());
        }
        return body.complete() ? "whole" + out : std::string("part");
    };
    const auto whole = read(text.size() + 1);
    const auto cut = read(step);
    check(whole == cut);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t length) {
    std::uint64_t size = 0;
    if (length < sizeof size + 1) return 0;
    std::memcpy(&size, data, sizeof size);
    const auto kind = data[sizeof size];
    const std::string_view text(reinterpret_cast<const char*>(data) + sizeof size + 1, length - sizeof size - 1);
    switch (kind % 6) {
        case 0:
            ranges(text, size >> kind / 6 % 60);
            break;
        case 1:
            names(text);
            break;
        case 2:
            targets(text);
            break;
        case 3:
            (void)exeat::http::parse_head(std::string(text) + "\r\n\r\n", 100);
            break;
        case 4:
            chunks(text, size % 7 + 1);
            break;
        default:
            if (const auto address = exeat::http::parse_address(text)) {
                check(exeat::http::parse_address(exeat::http::to_text(*address)) == address);
            }
            (void)exeat::http::TrustedProxies::parse({std::string(text)});
    }
    return 0;
}
