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
    std::optional<identity::Failures> failures{};
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

Done read(sql::Session& session, Count& count) {
    EXEAT_TAKE(const auto row, store::read_throttle(session, count.what));
    if (row) count.failures = identity::Failures{row->failures, row->window_start};
    return {};
}

Done write(sql::Transaction& transaction, const Count& count, const std::optional<identity::Failures>& failures) {
    if (!failures) return store::delete_throttle(transaction, count.what);
    return store::write_throttle(transaction, count.what, {failures->count, failures->since});
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
        auto counts = shared_counts(guess);
        if (auto account = account_count(guess)) counts.push_back(std::move(*account));
        std::int64_t wait = 0;
        for (auto& count : counts) {
            EXEAT_TRY(read(transaction, count));
            wait = std::max(wait, identity::seconds_to_wait(count.failures, count.limit, now));
        }
        if (wait > 0) return too_many(wait);
        for (const auto& count : counts) {
            EXEAT_TRY(write(transaction, count, identity::one_more(count.failures, now)));
        }
        return {};
    });
}

Done forgive_guess(sql::Transaction& transaction, const Guess& guess, Instant now) {
    for (auto& count : shared_counts(guess)) {
        EXEAT_TRY(read(transaction, count));
        EXEAT_TRY(write(transaction, count, identity::one_less(count.failures, now)));
    }
    if (const auto account = account_count(guess)) EXEAT_TRY(store::delete_throttle(transaction, account->what));
    return {};
}

}  // namespace exeat::usecases
