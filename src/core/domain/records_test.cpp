#include "core/domain/records.h"

#include <gtest/gtest.h>

#include "core/domain/case.h"
#include "core/domain/effective.h"

namespace exeat::domain {
namespace {

Membership place(policy::Role role, std::optional<Instant> ends_at = std::nullopt) {
    Membership membership;
    membership.role = role;
    membership.ends_at = ends_at;
    return membership;
}

std::shared_ptr<const Library> library_with(LibrarySettings settings, bool archived = false) {
    Library library;
    library.policy = std::make_shared<const LibraryPolicy>(std::move(settings));
    if (archived) library.archived_at = Instant{1};
    return std::make_shared<const Library>(std::move(library));
}

std::shared_ptr<const Folder> folder_with(std::uint8_t id, policy::Access access, policy::Protection protection) {
    Folder folder;
    folder.id.bits.bytes[0] = id;
    folder.access = access;
    folder.protection = protection;
    return std::make_shared<const Folder>(std::move(folder));
}

std::shared_ptr<const Standing> consumer() {
    Standing standing;
    standing.active = true;
    standing.level = policy::Level::consumer;
    standing.flags = {policy::Flag::download};
    return std::make_shared<const Standing>(std::move(standing));
}

std::shared_ptr<const SitePolicy> site() {
    return std::make_shared<const SitePolicy>(SiteSettings{});
}

TEST(Memberships, TheHighestThatHasNotEndedCounts) {
    const Instant now{1000};
    EXPECT_EQ(highest_role({}, now), policy::Role::none);
    EXPECT_EQ(highest_role({place(policy::Role::viewer), place(policy::Role::editor)}, now), policy::Role::editor);
    EXPECT_EQ(highest_role({place(policy::Role::viewer), place(policy::Role::owner, Instant{1000})}, now),
              policy::Role::viewer)
        << "an end at this moment has come";
    EXPECT_EQ(highest_role({place(policy::Role::owner, Instant{1001})}, now), policy::Role::owner);
}

TEST(InForce, TheFirstThatDoesNotInheritCounts) {
    LibrarySettings settings;
    settings.access = policy::Access::locked;
    settings.protection = policy::Protection::on_request;
    const auto library = library_with(settings);
    const auto near = folder_with(1, policy::Access::inherit, policy::Protection::open);
    const auto far = folder_with(2, policy::Access::unlocked, policy::Protection::on_request);
    const FolderPath above{near, far};

    using A = InForce<policy::Access>;
    using P = InForce<policy::Protection>;
    EXPECT_EQ(access_in_force(policy::Access::inherit, {}, *library),
              (A{policy::Access::locked, SetOn::library, std::nullopt}));
    EXPECT_EQ(access_in_force(policy::Access::inherit, above, *library),
              (A{policy::Access::unlocked, SetOn::folder, far->id}));
    EXPECT_EQ(access_in_force(policy::Access::locked, above, *library),
              (A{policy::Access::locked, SetOn::itself, std::nullopt}));
    EXPECT_EQ(protection_in_force(policy::Protection::inherit, above, *library),
              (P{policy::Protection::open, SetOn::folder, near->id}));
}

TEST(Case, AnArchivedLibraryHidesFromOutsidersOnly) {
    Wish view;
    const auto rules = std::make_shared<const AssetRules>();
    EXPECT_EQ(Case({}, site(), library_with({}), {}, rules, consumer(), policy::Role::viewer).decide(view).outcome,
              policy::Outcome::allow);
    EXPECT_EQ(
        Case({}, site(), library_with({}, true), {}, rules, consumer(), policy::Role::viewer).decide(view).outcome,
        policy::Outcome::hidden);
    EXPECT_EQ(
        Case({}, site(), library_with({}, true), {}, rules, consumer(), policy::Role::editor).decide(view).outcome,
        policy::Outcome::allow);
}

TEST(Case, OwnsItsFacts) {
    auto rules = std::make_shared<AssetRules>();
    rules->attributes = {{"Usage", {"Press"}}};
    rules->terms = TermsVersion{TermsId{}, 3};
    rules->not_offered = {"preset:web"};
    SiteSettings settings;
    settings.justification.enabled = true;
    settings.justification.attribute_name = "Usage";
    const auto site = std::make_shared<const SitePolicy>(settings);
    Standing member = *consumer();
    member.groups = {{GroupId{}, "Press"}};
    const Case facts({}, site, library_with({}), {}, rules, std::make_shared<const Standing>(member),
                     policy::Role::viewer);
    rules.reset();

    Wish download;
    download.action = policy::Action::download;
    auto decision = facts.decide(download);
    EXPECT_EQ(decision.outcome, policy::Outcome::need);
    EXPECT_EQ(decision.needs, (policy::Needs{policy::Need::justification, policy::Need::terms}));
    download.justified = true;
    download.terms = TermsVersion{TermsId{}, 2};
    EXPECT_EQ(facts.decide(download).needs, policy::Needs{policy::Need::terms}) << "an older text";
    download.terms->number = 3;
    EXPECT_EQ(facts.decide(download).outcome, policy::Outcome::allow);
}

TEST(Case, KnowsWhichFoldersThePersonCanBrowse) {
    const auto near = folder_with(1, policy::Access::inherit, policy::Protection::inherit);
    const auto far = folder_with(2, policy::Access::inherit, policy::Protection::inherit);
    const FolderPath above{near, far};
    const auto seen = [&](const LibrarySettings& settings, std::vector<Membership> memberships) {
        const auto role = highest_role(memberships, Instant{5});
        return Case(Instant{5}, site(), library_with(settings), above, std::make_shared<const AssetRules>(), consumer(),
                    role, {std::move(memberships), nullptr})
            .folders_seen();
    };
    auto on_asset = place(policy::Role::editor);
    on_asset.asset = AssetId{};
    auto on_near = place(policy::Role::viewer);
    on_near.folder = near->id;
    auto on_far = place(policy::Role::viewer, Instant{6});
    on_far.folder = far->id;
    auto ended = on_far;
    ended.ends_at = Instant{5};
    EXPECT_EQ(seen({}, {on_asset}), 0U);
    EXPECT_EQ(seen({}, {on_asset, on_near}), 1U);
    EXPECT_EQ(seen({}, {on_far}), 3U);
    EXPECT_EQ(seen({}, {ended}), 0U);
    EXPECT_EQ(seen({}, {place(policy::Role::viewer)}), 3U);
    LibrarySettings open;
    open.visibility = policy::Visibility::everyone;
    EXPECT_EQ(seen(open, {}), 3U);
}

TEST(Case, AListThatCannotBeReadOffersNothing) {
    auto rules = std::make_shared<AssetRules>();
    rules->not_offered = {"???"};
    Wish download;
    download.action = policy::Action::download;
    EXPECT_EQ(Case({}, site(), library_with({}), {}, rules, consumer(), policy::Role::viewer).decide(download).outcome,
              policy::Outcome::hidden);
}

TEST(FileNames, AreReadAsTheyAreWritten) {
    EXPECT_EQ(parse_file_name("original")->file.file_class, policy::FileClass::original);
    EXPECT_EQ(parse_file_name("pdf")->file.file_class, policy::FileClass::pdf);
    EXPECT_EQ(parse_file_name("metadata:csv")->file.file_class, policy::FileClass::metadata);
    const auto version = parse_file_name("version:12");
    EXPECT_EQ(version->file.file_class, policy::FileClass::version);
    EXPECT_EQ(version->version, 12);
    const auto preset = parse_file_name("preset:web");
    EXPECT_EQ(preset->asked().file_class, policy::FileClass::conversion);
    EXPECT_EQ(preset->asked().preset, "web");
    const auto id = AttachmentId::make(Instant{1});
    const auto attachment = parse_file_name("attachment:" + id.text());
    EXPECT_EQ(attachment->file.file_class, policy::FileClass::attachment);
    EXPECT_EQ(attachment->attachment, id);
    for (const char* wrong : {"", "Original", "version:", "version:0", "version:-1", "version:1x",
                              "preset:", "attachment:x", "metadata:xml", "proxy", "version:99999999999999999999"}) {
        const auto refused = parse_file_name(wrong);
        ASSERT_FALSE(refused) << wrong;
        EXPECT_EQ(refused.error().code, "unknown-file");
    }
}

}  // namespace
}  // namespace exeat::domain
