#include "usecases/people/attempts.h"

#include <algorithm>
#include <array>
#include <optional>

#include "service/identity/secret_text.h"
#include "service/identity/throttle.h"
#include "state/store/throttle_rows.h"

namespace exeat::usecases {
namespace {

constexpr std::array<std::string_view, 5> k_words{"password", "code", "set-up", "password-link", "letter"};

struct Count {
    std::string what;
    std::int64_t limit = identity::k_failures_each;
};

std::optional<Count> account_count(const Guess& guess) {
    if (guess.account.empty()) return std::nullopt;
    const std::string word(k_words[static_cast<std::size_t>(guess.what)]);
    return Count{word + " of " + to_text(identity::stored_form(guess.account))};
}

/// Of the address and of everybody.
std::vector<Count> shared_counts(const Guess& guess) {
    if (guess.address.empty()) return {};
    const std::string word = guess.what == Guessed::letter ? "letter" : "guess";
    return {Count{word + " from " + identity::address_block(guess.address)},
            Count{word + " in all", identity::k_failures_in_all}};
}

std::vector<Count> all_counts(const Guess& guess) {
    auto counts = shared_counts(guess);
    if (auto account = account_count(guess)) counts.push_back(std::move(*account));
    return counts;
}

Result<std::int64_t> wait_for(sql::Session& session, const Count& count, Instant now) {
    EXEAT_TAKE(const auto rows,
               store::read_throttle(session, count.what, Instant{now.ms - identity::k_throttle_window_ms}));
    std::vector<identity::Failures> failures;
    failures.reserve(rows.size());
    for (const auto& row : rows) failures.push_back({row.failed_at, row.failures});
    return identity::seconds_to_wait(failures, count.limit, now);
}

std::unexpected<Error> too_many(std::int64_t seconds) {
    Error error;
    error.kind = ErrorKind::busy;
    error.code = "too-many-attempts";
    const auto minutes = (seconds + 59) / 60;
    error.text =
        "Too many attempts failed. Try again in " + std::to_string(minutes) + (minutes == 1 ? " minute." : " minutes.");
    error.retry_after_seconds = seconds;
    return fail(std::move(error));
}

}  // namespace

Done count_guess(House& house, const Guess& guess) {
    EXEAT_TAKE(const auto now, house.database.now());
    return house.database.write([&](sql::Transaction& transaction) -> Done {
        const auto counts = all_counts(guess);
        std::int64_t longest = 0;
        for (const auto& count : counts) {
            EXEAT_TAKE(const auto wait, wait_for(transaction, count, now));
            longest = std::max(longest, wait);
        }
        if (longest > 0) return too_many(longest);
        for (const auto& count : counts) {
            EXEAT_TRY(store::add_failure(transaction, count.what, identity::counted_at(now, count.limit)));
        }
        return {};
    });
}

Done forgive_guess(sql::Transaction& transaction, const Guess& guess) {
    for (const auto& count : all_counts(guess)) EXEAT_TRY(store::take_failure_back(transaction, count.what));
    return {};
}

}  // namespace exeat::usecases
