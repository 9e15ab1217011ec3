// Facts with the memory they point into, for tests and benchmarks only: a calm world in which a viewer downloads
// anything, to be disturbed member by member, and random worlds in which every rule has its chance. Refuses to be used
// by the product.
#pragma once

#include <deque>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "core/policy/facts.h"

namespace exeat::policy::testing {

inline constexpr Instant k_now{1'795'262'400'000};
inline constexpr std::int64_t k_hour = 3'600'000;
[[nodiscard]] inline Instant hours_from_now(std::int64_t hours) {
    return Instant{k_now.ms + hours * k_hour};
}

/// Chances that repeat with their seed, on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    [[nodiscard]] bool percent(int chance) { return below(100) < static_cast<std::size_t>(chance); }
    [[nodiscard]] std::size_t below(std::size_t end) {
        state_ += 0x9E3779B97F4A7C15;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EB;
        return (mixed ^ (mixed >> 31U)) % end;
    }
    template <class T>
    void shuffle(std::vector<T>& list) {
        for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(i)]);
    }
    template <class T>
    [[nodiscard]] T pick(std::initializer_list<T> from) {
        return from.begin()[below(from.size())];
    }
    template <class Word>
    [[nodiscard]] Word word() {
        return static_cast<Word>(below(k_words<Word>.size()));
    }
    template <class Word>
    [[nodiscard]] WordSet<Word> words(int chance) {
        WordSet<Word> words;
        for (std::size_t i = 0; i < k_words<Word>.size(); ++i) {
            if (percent(chance)) words.add(static_cast<Word>(i));
        }
        return words;
    }

private:
    std::uint64_t state_;
};

class World {
public:
    /// The calm one: an unlocked, open library; a consumer who is a viewer with the usual flags downloads the original.
    World() {
        site.public_user.level = Level::consumer;
        library.access = Access::unlocked;
        library.protection = Protection::open;
        library.access_actions = {Action::download, Action::edit, Action::update, Action::organise, Action::delete_};
        presets = {{"web", false}, {"print", false}};
        library.presets = presets;
        asset.status = AssetStatus::published;
        principal = {true,
                     Level::consumer,
                     {},
                     {Flag::download, Flag::share_file, Flag::share_card, Flag::use_collections},
                     Role::viewer};
        creator = {true, Level::manager, {}, WordSet<Flag>::from_bits(0xFFFF), Role::owner};
        link.type = LinkType::collection;
        link.enabled = link.in_scope = link.allow_download = true;
        link.creator = &creator;
        facts.now = k_now;
        facts.site = &site;
        facts.library = &library;
        facts.asset = &asset;
        facts.principal = &principal;
        facts.action = Action::download;
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;
    ~World() = default;

    /// Any world at all.
    explicit World(Dice& dice) : World() {
        disturb_site(dice);
        disturb_library(dice);
        disturb_asset(dice);
        disturb_people(dice);
        disturb_requests(dice);
        disturb_wish(dice);
    }

    /// Opens the link, as nobody in particular.
    void come_through_link() {
        facts.link = &link;
        facts.principal = nullptr;
    }
    /// A request that is in force and covers everything.
    Request& add_grant(RequestKind kind, Actions actions = {Action::download}) {
        Request request;
        request.kind = kind;
        request.status = RequestStatus::approved;
        request.actions = actions;
        request.created_at = hours_from_now(-48 + static_cast<std::int64_t>(requests.size()));
        request.decided_at = hours_from_now(-24);
        request.decided_by_level = Level::manager;
        requests.push_back(request);
        facts.requests = requests;
        return requests.back();
    }
    Names keep(std::vector<std::string_view> names) { return lists_.emplace_back(std::move(names)); }
    std::deque<std::vector<std::string_view>>& lists() { return lists_; }

    Site site;
    Library library;
    std::vector<Preset> presets;
    std::vector<Folder> folders;
    Asset asset;
    std::vector<Attribute> attributes;
    Account principal;
    Account creator;
    std::vector<Request> requests;
    Link link;
    Facts facts;

private:
    Names some(Dice& dice, std::initializer_list<std::string_view> from, int chance) {
        std::vector<std::string_view> names;
        for (const std::string_view name : from) {
            if (dice.percent(chance)) names.push_back(name);
        }
        return keep(std::move(names));
    }
    Names groups(Dice& dice, int chance) { return some(dice, {"Press", "Legal", "press", ""}, chance); }
    FileSet files(Dice& dice, int chance) {
        FileSet set;
        set.classes = FileClasses::from_bits(dice.words<FileClass>(chance).bits() & 0xFU);
        set.presets = some(dice, {"web", "print", "custom", "gone"}, chance);
        return set;
    }
    static std::optional<Instant> instant(Dice& dice, int chance) {
        if (!dice.percent(chance)) return std::nullopt;
        return Instant{k_now.ms + dice.pick<std::int64_t>({-48 * k_hour, -k_hour, -1, 0, 1, k_hour, 48 * k_hour})};
    }
    Triggers triggers(Dice& dice) {
        Triggers triggers;
        triggers.enabled = dice.percent(75);
        if (dice.percent(50)) triggers.user_level = level(dice);
        triggers.groups = groups(dice, 20);
        if (dice.percent(45)) triggers.attribute_name = dice.pick<std::string_view>({"Usage", "Owner", ""});
        if (dice.percent(40)) triggers.attribute_value = dice.pick<std::string_view>({"Press", "Restricted", ""});
        triggers.combine = dice.word<Combine>();
        return triggers;
    }
    static Level level(Dice& dice) {
        return dice.pick({Level::no_access, Level::browser, Level::consumer, Level::consumer, Level::importer,
                          Level::producer, Level::producer, Level::manager, Level::director, Level::administrator});
    }
    static std::optional<Terms> terms(Dice& dice, int chance) {
        if (!dice.percent(chance)) return std::nullopt;
        return Terms{dice.pick<std::string_view>({"terms-1", "terms-2"}), dice.pick<std::int64_t>({1, 2})};
    }
    Account account(Dice& dice) {
        return {dice.percent(95), level(dice), groups(dice, 25), dice.words<Flag>(88), dice.word<Role>()};
    }

    void disturb_site(Dice& dice) {
        site.justification = triggers(dice);
        site.approval = triggers(dice);
        site.conversions_count_as_original = dice.percent(50);
        site.attachments_count_as_original = dice.percent(50);
        site.public_user.level = dice.percent(70) ? Level::consumer : level(dice);
        site.public_user.groups = groups(dice, 25);
    }
    void disturb_library(Dice& dice) {
        library.visibility = dice.word<Visibility>();
        library.access = dice.pick({Access::locked, Access::unlocked, Access::unlocked});
        library.viewer_access = dice.word<ViewerAccess>();
        library.protection = dice.pick({Protection::on_request, Protection::open});
        library.watermark = dice.percent(60);
        library.grant_ends_on_replace = dice.percent(40);
        library.not_offered = files(dice, 8);
        if (dice.percent(40)) library.access_actions = dice.words<Action>(60);
        library.re_request_download = dice.word<ReRequest>();
        library.re_request_access = dice.word<ReRequest>();
        for (Preset& preset : presets) preset.open_when_protected = dice.percent(40);
        if (dice.percent(5)) presets.push_back({"custom", true});
        library.presets = presets;
        for (std::size_t i = dice.below(4); i > 0; --i) {
            folders.push_back(
                {dice.pick({Access::inherit, Access::inherit, Access::locked, Access::unlocked}),
                 dice.pick({Protection::inherit, Protection::inherit, Protection::on_request, Protection::open})});
        }
        facts.folders = folders;
    }
    void disturb_asset(Dice& dice) {
        if (dice.percent(40)) asset.access = dice.word<Access>();
        if (dice.percent(40)) asset.protection = dice.word<Protection>();
        if (dice.percent(10)) asset.status = dice.word<AssetStatus>();
        asset.available_from = instant(dice, 12);
        asset.available_until = instant(dice, 12);
        for (const std::string_view name : {"Usage", "Owner", ""}) {
            if (dice.percent(60)) {
                attributes.push_back({name, some(dice, {"Press", "Legal", "Restricted", "Free", ""}, 30)});
            }
        }
        asset.attributes = attributes;
        asset.replaced_at = instant(dice, 30);
        asset.not_offered = files(dice, 8);
        asset.terms = terms(dice, 30);
    }
    void disturb_people(Dice& dice) {
        principal = account(dice);
        creator = account(dice);
        if (!dice.percent(45)) return;
        link.type = dice.word<LinkType>();
        if (link.type == LinkType::portal || dice.percent(2)) link.creator = nullptr;
        link.enabled = dice.percent(97);
        link.starts_at = instant(dice, 12);
        link.expires_at = instant(dice, 25);
        link.in_scope = dice.percent(95);
        link.allow_download = dice.percent(85);
        link.show_metadata = dice.percent(50);
        link.comments = dice.percent(50);
        link.include_protected = dice.percent(35);
        link.files = dice.percent(50) ? FileSet::every() : files(dice, 60);
        link.downloads = dice.pick<std::int64_t>({0, 1, 4, 5});
        if (dice.percent(40)) link.max_downloads = dice.pick<std::int64_t>({1, 5});
        facts.link = &link;
        if (dice.percent(60)) facts.principal = nullptr;
    }
    void disturb_requests(Dice& dice) {
        for (std::size_t i = dice.below(5); i > 0; --i) {
            Request request;
            request.kind = dice.word<RequestKind>();
            request.status = dice.percent(40) ? RequestStatus::approved : dice.word<RequestStatus>();
            request.revoked = dice.percent(15);
            request.actions = dice.words<Action>(60);
            if (dice.percent(50)) request.files = files(dice, 40);
            // A time is unique for a person and an asset.
            request.created_at = Instant{k_now.ms - 40 * k_hour + static_cast<std::int64_t>(dice.below(1000) * 10 + i)};
            request.decided_at = instant(dice, 90);
            if (dice.percent(80)) request.decided_by_level = level(dice);
            request.valid_until = instant(dice, 40);
            requests.push_back(request);
        }
        facts.requests = requests;
    }
    void disturb_wish(Dice& dice) {
        facts.action = dice.percent(55) ? Action::download : dice.word<Action>();
        facts.file.file_class = dice.word<FileClass>();
        facts.file.of = dice.pick({FileClass::original, FileClass::version, FileClass::attachment});
        facts.file.preset = dice.pick<std::string_view>({"web", "print", "custom", "gone"});
        facts.file.not_smaller = dice.percent(40);
        facts.share_type = static_cast<LinkType>(dice.below(4));
        facts.accepted = {dice.percent(40), terms(dice, 60)};
        if (dice.percent(25)) {
            facts.quota = Quota{dice.pick<std::int64_t>({0, 1, 9, 10, 11}), dice.pick<std::int64_t>({0, 1, 2}),
                                dice.pick<std::int64_t>({0, 1, 10})};
        }
    }

    std::deque<std::vector<std::string_view>> lists_;
};

}  // namespace exeat::policy::testing
