// The rule that the first failed statement decides the whole transaction, for the sessions of both engines.
#pragma once

#include <optional>
#include <utility>

#include "core/vocabulary/error.h"

namespace exeat::sql {

class Doom {
public:
    /// Runs `statement` unless one failed before, whose error it then answers again.
    template <class Statement>
    auto unless_doomed(Statement&& statement) -> decltype(statement()) {
        if (error_) return std::unexpected(*error_);
        auto answer = statement();
        if (!answer) error_ = answer.error();
        return answer;
    }

    /// What write() or read() answers when the function said `said`.
    [[nodiscard]] Done verdict(Done said) const {
        if (said && error_) return std::unexpected(*error_);
        return said;
    }

private:
    std::optional<Error> error_;
};

}  // namespace exeat::sql
