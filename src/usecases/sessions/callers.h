// Who is behind a session's secret or an API token: asked by src/api/authenticate.cpp with each request, answered from
// memory. What ends a session or a token (signing out, a new password, suspension) notes a change of its person, and
// the bell of state/authority empties what is kept of them here, on every node. Refuses to know cookies and headers.
//
// A session or token that was used for something that was not refused is written down, at most once a minute, by a
// thread of its own.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "core/vocabulary/digest.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

class Callers {
public:
    /// `house` must outlive it.
    explicit Callers(House& house);
    ~Callers();
    Callers(const Callers&) = delete;
    Callers& operator=(const Callers&) = delete;

    /// Nobody when there is no such session, it ended, or its person may not sign in any more. Errors: unavailable
    /// "not-fresh" while that cannot be known.
    [[nodiscard]] Result<Caller> of_session(std::string_view secret);
    /// Errors: unauthenticated "wrong-token" where a session would be nobody's.
    [[nodiscard]] Result<Caller> of_token(std::string_view secret);

    /// Whose secret it is, where that is in memory; it may have ended.
    [[nodiscard]] std::optional<Caller> at_hand(std::string_view secret) const;

    /// What was asked with this secret was done: its session lives on from now, its token was used. Nothing for a
    /// secret that is not known (any more).
    void note_use(std::string_view secret);

    /// Writes now what the thread would write soon.
    Done write_uses();

private:
    enum class Kind : std::uint8_t { session, token };
    struct Known;   // a session or a token
    struct Memory;  // those that are kept; the bell may still ring in it while this is destroyed

    /// Null for nobody.
    Result<std::shared_ptr<Known>> find(std::string_view secret, Kind kind);
    [[nodiscard]] std::shared_ptr<Known> remembered(std::string_view secret) const;
    Result<std::shared_ptr<Known>> load(const Digest& digest, Kind kind);
    void note_use(const std::shared_ptr<Known>& known, Instant now);
    void run();

    House& house_;
    std::shared_ptr<Memory> memory_;
    std::shared_ptr<void> bell_;

    std::mutex writing_;  // one writer of uses at a time, so that write_uses() returns after what it found underway
    std::mutex uses_mutex_;
    std::condition_variable uses_changed_;
    std::vector<std::shared_ptr<Known>> uses_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace exeat::usecases
