#include "usecases/events/watchers.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <unordered_set>
#include <utility>

namespace exeat::usecases {
namespace {

/// So often it is looked whether authority still knows.
constexpr std::chrono::milliseconds k_tick{250};
/// So often everybody is asked again who they are, and hears a sign of life.
constexpr std::chrono::seconds k_beat{15};

/// What a page calls a change; empty for what pages do not hear of.
std::string_view word_of(store::ChangeKind kind) {
    switch (kind) {
        case store::ChangeKind::notice:
            return "inbox";
        case store::ChangeKind::request:
            return "requests";
        case store::ChangeKind::person:
            return "account";
        case store::ChangeKind::site:
        case store::ChangeKind::library:
        case store::ChangeKind::folder:
        case store::ChangeKind::member:
        case store::ChangeKind::group:
        case store::ChangeKind::role:
        case store::ChangeKind::asset:
        case store::ChangeKind::attribute:
        case store::ChangeKind::terms:
            return "";
    }
    return "";
}

std::string event_text(std::string_view word, std::int64_t number) {
    return "id: " + std::to_string(number) + "\nevent: " + std::string(word) + "\ndata: {}\n\n";
}

}  // namespace

Watchers::Watchers(authority::Authority& authority) : authority_(authority) {
    bell_ = authority_.on_change([this](const std::vector<store::Change>& changes) {
        const std::scoped_lock lock(news_mutex_);
        for (const auto& change : changes) {
            if (!word_of(change.kind).empty()) news_.push_back(change);
        }
        if (!news_.empty()) news_came_.notify_one();
    });
    thread_ = std::thread([this] { run(); });
}

Watchers::~Watchers() {
    bell_.reset();
    {
        const std::scoped_lock lock(news_mutex_);
        stopping_ = true;
    }
    news_came_.notify_one();
    thread_.join();
    end_all();
}

Done Watchers::add(const std::shared_ptr<Watcher>& watcher) {
    std::shared_ptr<Watcher> before;
    {
        const std::scoped_lock lock(mutex_);
        const auto same = std::ranges::find(watchers_, watcher->signed_in_by, &Watcher::signed_in_by);
        if (same != watchers_.end()) {
            before = std::move(*same);
            watchers_.erase(same);
        }
        const auto mine = std::ranges::count(watchers_, watcher->person, &Watcher::person);
        if (std::cmp_greater_equal(mine, k_most_of_a_person) || watchers_.size() >= k_most || ended_) {
            Error error;
            error.kind = ErrorKind::busy;
            error.code = "too-many-streams";
            error.text = "Too many pages listen already. Close some of them.";
            error.retry_after_seconds = 60;
            if (before) before->end();
            return fail(std::move(error));
        }
        // Known before it hears anything: what comes meanwhile has a higher number.
        const auto number = authority_.number();
        const bool has_missed = watcher->heard && *watcher->heard != number;
        watcher->push("retry: 3000\n" + event_text(has_missed ? "resync" : "ready", number));
        watchers_.push_back(watcher);
    }
    if (before) before->end();
    return {};
}

void Watchers::remove(const std::shared_ptr<Watcher>& watcher) {
    const std::scoped_lock lock(mutex_);
    std::erase(watchers_, watcher);
}

void Watchers::end_all() {
    std::vector<std::shared_ptr<Watcher>> all;
    {
        const std::scoped_lock lock(mutex_);
        ended_ = true;
        all = std::exchange(watchers_, {});
    }
    for (const auto& watcher : all) watcher->end();
}

std::int64_t Watchers::open() const {
    const std::scoped_lock lock(mutex_);
    return static_cast<std::int64_t>(watchers_.size());
}

std::vector<std::shared_ptr<Watcher>> Watchers::snapshot() const {
    const std::scoped_lock lock(mutex_);
    return watchers_;
}

/// One's own, and for requests and passes those of one's groups; in their order.
std::vector<const store::Change*> Watchers::concerning(PersonId person, const ByWhom& changes) const {
    std::vector<const store::Change*> theirs;
    if (const auto own = changes.find(person.text()); own != changes.end()) theirs = own->second;
    const auto standing = authority_.standing(person);
    if (!standing || !*standing) return theirs;
    for (const auto& group : (*standing)->groups) {
        const auto found = changes.find(group.id.text());
        if (found == changes.end()) continue;
        std::ranges::copy_if(found->second, std::back_inserter(theirs),
                             [](const auto* change) { return change->kind == store::ChangeKind::request; });
    }
    std::ranges::sort(theirs, {}, &store::Change::no);
    return theirs;
}

void Watchers::tell(const std::vector<store::Change>& changes) {
    ByWhom by_whom;
    for (const auto& change : changes) by_whom[change.id].push_back(&change);
    for (const auto& watcher : snapshot()) {
        std::string said;
        std::string_view last;
        for (const auto* change : concerning(watcher->person, by_whom)) {
            const auto word = word_of(change->kind);
            // Several in a row are told once.
            if (word == last) continue;
            said += event_text(word, change->no);
            last = word;
        }
        if (!said.empty() && !watcher->push(said)) remove(watcher);
    }
}

void Watchers::ask_again(Asked whom, const std::vector<store::Change>& changes) {
    std::unordered_set<std::string_view> concerned;
    for (const auto& change : changes) {
        if (change.kind == store::ChangeKind::person) concerned.insert(change.id);
    }
    if (whom == Asked::whose_account_changed && concerned.empty()) return;
    for (const auto& watcher : snapshot()) {
        const bool is_concerned = whom == Asked::everybody || concerned.contains(watcher->person.text());
        if (!is_concerned || watcher->still_signed_in()) continue;
        remove(watcher);
        watcher->cut();
    }
}

void Watchers::cut_all() {
    for (const auto& watcher : snapshot()) {
        remove(watcher);
        watcher->cut();
    }
}

void Watchers::run() {
    auto beat = std::chrono::steady_clock::now() + k_beat;
    while (true) {
        std::vector<store::Change> news;
        {
            std::unique_lock lock(news_mutex_);
            news_came_.wait_for(lock, k_tick, [this] { return stopping_ || !news_.empty(); });
            if (stopping_) return;
            news = std::exchange(news_, {});
        }
        if (!authority_.now()) {
            cut_all();
            continue;
        }
        // Whoever may not hear it any more is gone before it is told.
        if (!news.empty()) {
            ask_again(Asked::whose_account_changed, news);
            tell(news);
        }
        if (std::chrono::steady_clock::now() < beat) continue;
        beat = std::chrono::steady_clock::now() + k_beat;
        ask_again(Asked::everybody, {});
        for (const auto& watcher : snapshot()) {
            if (!watcher->push(": \n\n")) remove(watcher);
        }
    }
}

}  // namespace exeat::usecases
