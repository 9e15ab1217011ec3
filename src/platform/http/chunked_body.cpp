#include "platform/http/chunked_body.h"

#include <algorithm>

#include "platform/http/ascii.h"
#include "platform/http/refusals.h"

namespace exeat::http {
namespace {

/// Nobody needs more of what is dropped, over the whole body.
constexpr std::size_t k_most_dropped = 8 * 1024;
/// 2^60 bytes fit; no sum of ours overflows.
constexpr unsigned k_most_digits = 15;

}  // namespace

Result<std::size_t> ChunkedBody::feed(std::string_view input, std::string& out) {
    std::size_t at = 0;
    while (at < input.size() && state_ != State::complete) {
        if (state_ == State::data) {
            const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, input.size() - at));
            out.append(input.substr(at, count));
            at += count;
            remaining_ -= count;
            if (remaining_ == 0) state_ = State::data_return;
            continue;
        }
        if (!step(input[at])) return fail(refusal(Refusal::bad_request, "a chunk"));
        ++at;
    }
    return at;
}

bool ChunkedBody::step(char c) {
    switch (state_) {
        case State::size_first:
            remaining_ = digits_ = 0;
            state_ = State::size;
            return add_digit(c);
        case State::size:
            if (c == '\r') return go(State::size_line_feed);
            if (c == ';') return go(State::extension);
            return add_digit(c);
        case State::extension:
            return c == '\r' ? go(State::size_line_feed) : drop(c);
        case State::size_line_feed:
            return c == '\n' && go(remaining_ > 0 ? State::data : State::trailer_first);
        case State::data_return:
            return c == '\r' && go(State::data_line_feed);
        case State::data_line_feed:
            return c == '\n' && go(State::size_first);
        case State::trailer_first:
            if (c == '\r') return go(State::last_line_feed);
            state_ = State::trailer;
            return drop(c);
        case State::trailer:
            return c == '\r' ? go(State::trailer_line_feed) : drop(c);
        case State::trailer_line_feed:
            return c == '\n' && go(State::trailer_first);
        case State::last_line_feed:
            return c == '\n' && go(State::complete);
        case State::data:
        case State::complete:
            break;
    }
    return false;
}

bool ChunkedBody::add_digit(char c) {
    constexpr std::string_view k_digits = "0123456789abcdef";
    const auto value = k_digits.find(ascii_lower(c));
    if (value == std::string_view::npos || ++digits_ > k_most_digits) return false;
    remaining_ = remaining_ * 16 + value;
    return true;
}

bool ChunkedBody::drop(char c) {
    const auto byte = static_cast<unsigned char>(c);
    const bool control = (byte < 0x20 && c != '\t') || byte == 0x7F;
    return !control && ++dropped_ <= k_most_dropped;
}

}  // namespace exeat::http
