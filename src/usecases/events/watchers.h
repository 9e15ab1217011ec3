// Open pages that want to hear what happens to their person: notices in the inbox, an account that changed. Each hears
// of it as soon as this node does, as text of server-sent events: kinds only, so that whoever listens asks what is
// there now, and is decided about then. Called by GET /api/events; started and stopped by src/app. Refuses to know
// sockets and HTTP.
//
// A page that listens is asked again who it is whenever something of its person changed, and every few seconds; where
// that cannot be known any more it is cut.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "core/vocabulary/error.h"
#include "core/vocabulary/id.h"
#include "state/authority/authority.h"

namespace exeat::usecases {

/// One open page. The functions are called on any thread, one at a time.
struct Watcher {
    PersonId person;
    std::string signed_in_by;                    // the session or the token: each has one page that listens
    std::optional<std::int64_t> heard;           // the number that it heard last, before its connection broke
    std::function<bool()> still_signed_in;       // may read the database
    std::function<bool(std::string_view)> push;  // false: it has gone
    std::function<void()> end;                   // what was pushed still arrives
    std::function<void()> cut;                   // nothing more arrives
};

class Watchers {
public:
    explicit Watchers(authority::Authority& authority);
    ~Watchers();
    Watchers(const Watchers&) = delete;
    Watchers& operator=(const Watchers&) = delete;

    /// It hears from now on: first "ready", or "resync" where it may have missed something. Another page of the same
    /// session is ended. Errors: busy "too-many-streams".
    [[nodiscard]] Done add(const std::shared_ptr<Watcher>& watcher);
    void remove(const std::shared_ptr<Watcher>& watcher);

    /// Ends all of them, and whoever comes from now on: the server stops.
    void end_all();
    [[nodiscard]] std::int64_t open() const;

    static constexpr std::size_t k_most_of_a_person = 10;
    static constexpr std::size_t k_most = 5000;

private:
    enum class Asked : std::uint8_t { whose_account_changed, everybody };

    void run();
    void tell(const std::vector<store::Change>& changes);
    /// What changed, by the id that it is noted under.
    using ByWhom = std::unordered_map<std::string_view, std::vector<const store::Change*>>;
    [[nodiscard]] std::vector<const store::Change*> concerning(PersonId person, const ByWhom& changes) const;
    void ask_again(Asked whom, const std::vector<store::Change>& changes);
    void cut_all();
    [[nodiscard]] std::vector<std::shared_ptr<Watcher>> snapshot() const;

    authority::Authority& authority_;
    mutable std::mutex mutex_;  // of watchers_ and ended_
    std::vector<std::shared_ptr<Watcher>> watchers_;
    bool ended_ = false;

    std::mutex news_mutex_;
    std::condition_variable news_came_;
    std::vector<store::Change> news_;
    bool stopping_ = false;
    std::shared_ptr<void> bell_;
    std::thread thread_;
};

}  // namespace exeat::usecases
