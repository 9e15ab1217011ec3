#include "usecases/sessions/callers.h"

#include <atomic>
#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <utility>

#include "service/identity/secret_text.h"
#include "state/store/changes.h"
#include "state/store/session_rows.h"
#include "usecases/sessions/sessions.h"

namespace exeat::usecases {
namespace {

constexpr std::int64_t k_written_every_ms = 60'000;
constexpr std::size_t k_most_kept = 50'000;

policy::WordSet<TokenScope> all_scopes() {
    return {TokenScope::read, TokenScope::download, TokenScope::upload, TokenScope::edit, TokenScope::manage};
}

}  // namespace

struct Callers::Known {
    Caller caller;
    std::optional<store::SessionRow> session;  // of a session; its last_seen_at stays as it was read
    std::optional<Instant> token_end;          // of a token that ends
    std::atomic<std::int64_t> seen{0};         // the last use
    std::atomic<std::int64_t> written{0};      // the last use that is, or is about to be, in the database

    [[nodiscard]] bool ended(Instant now) const {
        if (session) return session_end(*session, Instant{seen.load(std::memory_order_relaxed)}) <= now;
        return token_end && *token_end <= now;
    }
};

struct Callers::Memory {
    std::shared_mutex mutex;
    std::unordered_map<Digest, std::shared_ptr<Known>> known;
    std::unordered_map<PersonId, std::vector<Digest>> of_person;
    std::uint64_t epoch = 0;  // raised with each forgetting, for who loads meanwhile

    void forget(const std::vector<store::Change>& changes) {
        for (const auto& change : changes) {
            if (change.kind != store::ChangeKind::person) continue;
            const auto person = PersonId::parse(change.id);
            const std::unique_lock lock(mutex);
            ++epoch;
            const auto theirs = person ? of_person.find(*person) : of_person.end();
            if (theirs == of_person.end()) continue;
            for (const auto& digest : theirs->second) known.erase(digest);
            of_person.erase(theirs);
        }
    }

    void keep(const Digest& digest, const std::shared_ptr<Known>& found, std::uint64_t epoch_before) {
        const std::unique_lock lock(mutex);
        if (epoch != epoch_before) return;
        if (known.size() >= k_most_kept) {
            known.clear();
            of_person.clear();
        }
        if (known.emplace(digest, found).second) of_person[*found->caller.person].push_back(digest);
    }
};

Callers::Callers(House& house)
    : house_(house),
      memory_(std::make_shared<Memory>()),
      bell_(house.authority.on_change(
          [memory = memory_](const std::vector<store::Change>& changes) { memory->forget(changes); })),
      thread_([this] { run(); }) {}

Callers::~Callers() {
    {
        const std::scoped_lock lock(uses_mutex_);
        stopping_ = true;
    }
    uses_changed_.notify_all();
    thread_.join();
}

Result<std::shared_ptr<Callers::Known>> Callers::load(const Digest& digest, Kind kind) {
    return house_.database.read([&](sql::Session& database) -> Result<std::shared_ptr<Known>> {
        auto known = std::make_shared<Known>();
        known->caller.kind = Caller::Kind::person;
        if (kind == Kind::session) {
            EXEAT_TAKE(const auto row, store::find_session(database, digest));
            if (!row) return std::shared_ptr<Known>{};
            known->caller.person = row->person;
            known->caller.session = row->id;
            known->caller.owes_second_factor = row->stage == store::SessionStage::code;
            known->caller.scopes = all_scopes();
            known->seen = row->last_seen_at.ms;
            known->written = row->last_seen_at.ms;
            known->session = *row;
            return known;
        }
        EXEAT_TAKE(const auto row, store::find_token(database, digest));
        if (!row) return std::shared_ptr<Known>{};
        known->caller.person = row->person;
        known->caller.token = row->id;
        for (const auto& word : row->scopes) {
            if (const auto scope = policy::parse_word<TokenScope>(word)) known->caller.scopes.add(*scope);
        }
        known->written = row->last_used_at ? row->last_used_at->ms : 0;
        known->token_end = row->expires_at;
        return known;
    });
}

Result<std::shared_ptr<Callers::Known>> Callers::find(std::string_view secret, Kind kind) {
    const auto digest = identity::stored_form(secret);
    EXEAT_TAKE(const auto now, house_.authority.now());
    std::shared_ptr<Known> known;
    std::uint64_t epoch = 0;
    {
        const std::shared_lock lock(memory_->mutex);
        epoch = memory_->epoch;
        if (const auto found = memory_->known.find(digest); found != memory_->known.end()) known = found->second;
    }
    if (!known) {
        EXEAT_TAKE(known, load(digest, kind));
        if (!known) return known;
        memory_->keep(digest, known, epoch);
    }
    const bool is_session = known->session.has_value();
    if (is_session != (kind == Kind::session) || known->ended(now)) return std::shared_ptr<Known>{};
    EXEAT_TAKE(const auto standing, house_.authority.standing(*known->caller.person));
    if (!standing || !standing->active || standing->level == policy::Level::no_access) {
        return std::shared_ptr<Known>{};
    }
    return known;
}

Result<Caller> Callers::of_session(std::string_view secret) {
    EXEAT_TAKE(const auto known, find(secret, Kind::session));
    return known ? known->caller : Caller{};
}

Result<Caller> Callers::of_token(std::string_view secret) {
    EXEAT_TAKE(const auto known, find(secret, Kind::token));
    if (known) return known->caller;
    return fail(ErrorKind::unauthenticated, "wrong-token",
                "This API token is not known here, or has ended. Make a new one in your profile.");
}

std::shared_ptr<Callers::Known> Callers::remembered(std::string_view secret) const {
    const auto digest = identity::stored_form(secret);
    const std::shared_lock lock(memory_->mutex);
    const auto found = memory_->known.find(digest);
    return found == memory_->known.end() ? nullptr : found->second;
}

std::optional<Caller> Callers::at_hand(std::string_view secret) const {
    const auto known = remembered(secret);
    return known ? std::optional(known->caller) : std::nullopt;
}

void Callers::note_use(std::string_view secret) {
    const auto known = remembered(secret);
    if (!known) return;
    if (const auto now = house_.authority.now()) note_use(known, *now);
}

void Callers::note_use(const std::shared_ptr<Known>& known, Instant now) {
    known->seen.store(now.ms, std::memory_order_relaxed);
    auto written = known->written.load(std::memory_order_relaxed);
    if (now.ms - written < k_written_every_ms) return;
    if (!known->written.compare_exchange_strong(written, now.ms)) return;  // another request notes it
    {
        const std::scoped_lock lock(uses_mutex_);
        uses_.push_back(known);
    }
    uses_changed_.notify_one();
}

Done Callers::write_uses() {
    const std::scoped_lock writing(writing_);
    std::vector<std::shared_ptr<Known>> uses;
    {
        const std::scoped_lock lock(uses_mutex_);
        uses.swap(uses_);
    }
    if (uses.empty()) return {};
    return house_.database.write([&](sql::Transaction& transaction) -> Done {
        for (const auto& known : uses) {
            const Instant seen{known->written.load(std::memory_order_relaxed)};
            if (known->session) {
                EXEAT_TRY(store::note_session_seen(transaction, known->session->id, seen,
                                                   session_end(*known->session, seen)));
            } else {
                EXEAT_TRY(store::note_token_used(transaction, *known->caller.token, seen));
            }
        }
        return {};
    });
}

void Callers::run() {
    std::unique_lock lock(uses_mutex_);
    while (true) {
        uses_changed_.wait(lock, [this] { return stopping_ || !uses_.empty(); });
        if (uses_.empty()) return;
        lock.unlock();
        // What cannot be written is noted again with a use a minute later.
        static_cast<void>(write_uses());
        lock.lock();
    }
}

}  // namespace exeat::usecases
