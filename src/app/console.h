// Where a command writes: the terminal it was started in, or over DIR/exeat.sock to the terminal of whoever called.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace exeat::app {

class Console {
public:
    virtual ~Console() = default;
    /// One line for standard output, without its end.
    virtual void say(std::string_view line) = 0;
    /// One line for standard error.
    virtual void complain(std::string_view line) = 0;
    /// How far a long command is; shown as a bar on a terminal, nowhere else.
    virtual void progress(std::int64_t done, std::int64_t total, std::string_view what) = 0;
};

}  // namespace exeat::app
