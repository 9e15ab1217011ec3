// Inside policy eval: one line in, one line out, on one thread. Keeps its memory from line to line.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy/decision.h"
#include "core/vocabulary/error.h"

namespace exeat::policy_eval {

/// Appends the JSON of a decision, without a newline.
void append_answer(std::string& out, const policy::Decision& decision);

/// What came of one line, besides what it appended.
struct LineReport {
    std::vector<FieldError> mistakes;  // none: it was answered
    std::vector<FieldError> unknown;   // members that were not looked at
};

class LineAnswerer {
public:
    LineAnswerer();
    ~LineAnswerer();
    /// Appends the answer to one line, or its error, and a newline.
    [[nodiscard]] LineReport answer(std::string_view line, std::size_t number, std::string& out);

private:
    struct Memory;
    std::unique_ptr<Memory> memory_;
};

}  // namespace exeat::policy_eval
