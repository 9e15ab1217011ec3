// The framing of chunked bodies (RFC 9112 section 7.1), taken off byte by byte and strictly: no bare line feeds, no
// blanks around sizes. Called by the connection. Ours, since Beast 1.81 can be made to lose its place in a trailer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/vocabulary/error.h"

namespace exeat::http {

class ChunkedBody {
public:
    /// Appends the data in `input` to `out` and gives how many bytes of it belonged to the body: all, unless it is
    /// complete. Chunk extensions and trailer fields are read and dropped. Errors: invalid, "bad-request".
    [[nodiscard]] Result<std::size_t> feed(std::string_view input, std::string& out);
    [[nodiscard]] bool complete() const { return state_ == State::complete; }

private:
    enum class State : std::uint8_t {
        size_first,
        size,
        extension,
        size_line_feed,
        data,
        data_return,
        data_line_feed,
        trailer_first,
        trailer,
        trailer_line_feed,
        last_line_feed,
        complete,
    };
    [[nodiscard]] bool step(char c);
    [[nodiscard]] bool add_digit(char c);
    [[nodiscard]] bool drop(char c);
    bool go(State next) {
        state_ = next;
        return true;
    }

    State state_ = State::size_first;
    std::uint64_t remaining_ = 0;  // of the chunk
    unsigned digits_ = 0;
    std::size_t dropped_ = 0;  // bytes of extensions and trailers
};

}  // namespace exeat::http
