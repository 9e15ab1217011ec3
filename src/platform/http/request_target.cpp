#include "platform/http/request_target.h"

#include <algorithm>
#include <boost/url/encoding_opts.hpp>
#include <boost/url/pct_string_view.hpp>

#include "platform/http/ascii.h"
#include "platform/http/refusals.h"

namespace exeat::http {
namespace {

enum class Plus : std::uint8_t { is_plus, is_space };

std::optional<std::string> decoded(std::string_view text, Plus plus) {
    const bool plain = text.find_first_of(plus == Plus::is_space ? "%+" : "%") == std::string_view::npos;
    if (plain) return std::string(text);
    const auto view = boost::urls::make_pct_string_view(boost::core::string_view(text.data(), text.size()));
    if (!view) return std::nullopt;
    boost::urls::encoding_opts options;
    options.space_as_plus = plus == Plus::is_space;
    return view->decode(options);
}

/// Whether a decoded segment names the folder above, also behind an encoded slash.
bool climbs(std::string_view segment) {
    while (true) {
        const bool last = segment.find('/') == std::string_view::npos;
        if (take_until(segment, '/') == "..") return true;
        if (last) return false;
    }
}

void append_shown(std::string& path, std::string_view segment) {
    for (const char c : segment) {
        if (c == '/') {
            path += "%2F";
        } else {
            path.push_back(c);
        }
    }
}

Done read_path(std::string_view wire, Target& target) {
    wire.remove_prefix(1);
    for (bool more = true; more;) {
        more = wire.find('/') != std::string_view::npos;
        const auto segment = take_until(wire, '/');
        const auto data = decode_segment(segment);
        if (!data) return fail(refusal(Refusal::bad_request, "the path has a wrong escape"));
        if (data->find('\0') != std::string::npos) return fail(refusal(Refusal::bad_request, "the path holds NUL"));
        if (climbs(*data)) return fail(refusal(Refusal::bad_request, "the path holds \"..\""));
        if (*data == ".") {
            if (!more) {
                target.wire_path += '/';
                target.path += '/';
            }
            continue;
        }
        target.wire_path += '/';
        target.wire_path += segment;
        target.path += '/';
        append_shown(target.path, *data);
    }
    return {};
}

Done read_query(std::string_view text, Target& target) {
    while (!text.empty()) {
        auto pair = take_until(text, '&');
        if (pair.empty()) continue;
        auto name = decoded(take_until(pair, '='), Plus::is_space);
        auto value = decoded(pair, Plus::is_space);
        if (!name || !value) return fail(refusal(Refusal::bad_request, "the query has a wrong escape"));
        if (name->find('\0') != std::string::npos || value->find('\0') != std::string::npos) {
            return fail(refusal(Refusal::bad_request, "the query holds NUL"));
        }
        target.query.emplace_back(std::move(*name), std::move(*value));
    }
    return {};
}

/// What follows scheme and host of an absolute form, nullopt when it is none.
std::optional<std::string_view> without_host(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!equal_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
        const auto rest = target.substr(scheme.size());
        const auto end = rest.find_first_of("/?");
        if (end == 0 || rest.empty()) return std::nullopt;
        return end == std::string_view::npos ? std::string_view() : rest.substr(end);
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> decode_segment(std::string_view segment) {
    return decoded(segment, Plus::is_plus);
}

Result<Target> parse_target(std::string_view text) {
    Target target;
    if (text == "*") {
        target.wire_path = target.path = "*";
        return target;
    }
    const auto wrong = [](unsigned char c) { return c <= ' ' || c == 0x7F || c == '#'; };
    if (std::any_of(text.begin(), text.end(), wrong)) {
        return fail(refusal(Refusal::bad_request, "the target holds a character that it must not"));
    }
    if (!text.starts_with('/')) {
        const auto rest = without_host(text);
        if (!rest) return fail(refusal(Refusal::bad_request, "the target is neither a path nor a URL"));
        text = *rest;
    }
    const auto path = take_until(text, '?');
    EXEAT_TRY(read_path(path.empty() ? "/" : path, target));
    EXEAT_TRY(read_query(text, target));
    return target;
}

}  // namespace exeat::http
