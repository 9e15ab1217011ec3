// One line of the log, written field by field. Used by log.cpp; knows no event.
#pragma once

#include <string>
#include <string_view>

#include "platform/telemetry/log.h"

namespace exeat::telemetry {

class Line {
public:
    explicit Line(LineFormat format);

    void add(const Field& field);
    /// The whole line, without its end. Ends the Line.
    [[nodiscard]] std::string finish();

private:
    void add_key(std::string_view key);
    void add_text(std::string_view text);

    LineFormat format_;
    std::string text_;
    bool first_ = true;
};

/// Appends `text` inside quotes such that it stays on its line, is valid UTF-8 and is shown in the order it is written.
void append_escaped(std::string& out, std::string_view text);

}  // namespace exeat::telemetry
