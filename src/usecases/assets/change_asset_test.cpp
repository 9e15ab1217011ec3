#include <gmock/gmock.h>

#include "state/store/files.h"
#include "usecases/assets/assets.h"
#include "usecases/attributes/attributes.h"
#include "usecases/settings/site_settings.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using Values = std::map<std::string, std::vector<std::string>>;

using testing::code_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::must_have;
using testing::PlacesFixture;

class AssetChanges : public ::testing::Test {
protected:
    void SetUp() override {
        fixture_.add_member(library_, owner_, policy::Role::owner);
        fixture_.add_member(library_, editor_, policy::Role::editor);
        fixture_.add_member(library_, viewer_, policy::Role::viewer);
        must_have(create_attribute(house(), fixture_.administrator,
                                   {"Usage", domain::AttributeType::pulldown, {"Press", "Print"}}));
        must_have(create_attribute(house(), fixture_.administrator, {"Tags", domain::AttributeType::tag, {}}));
    }
    House& house() { return fixture_.house(); }
    std::string change(const Caller& caller, AssetId id, const AssetChange& wanted) {
        const auto asset = *house().authority.asset(id);
        return code_of(change_asset(house(), caller, id, asset ? asset->version : 1, wanted));
    }
    template <class Set>
    static AssetChange with(Set set) {
        AssetChange change;
        set(change);
        return change;
    }
    static AssetChange to_folder(std::optional<FolderId> folder, std::optional<LibraryId> library = std::nullopt) {
        return with([&](AssetChange& change) {
            change.library = library;
            change.folder = folder ? json::Change<FolderId>::to(*folder) : json::Change<FolderId>::to_null();
        });
    }

    PlacesFixture fixture_;
    Caller owner_ = fixture_.add_person("owner", policy::Level::manager);
    Caller editor_ = fixture_.add_person("editor", policy::Level::producer);
    Caller viewer_ = fixture_.add_person("viewer", policy::Level::consumer);
    LibraryId library_ = fixture_.add_library("Press");
    domain::Asset asset_ = fixture_.add_asset(library_, "quarry.png");
    Instant day_ = fixture_.now();
};

TEST_F(AssetChanges, EachMemberAsksForItsOwnAction) {
    const auto rename = with([](AssetChange& change) { change.name = "atlas.png"; });
    const auto publish = with([](AssetChange& change) { change.status = policy::AssetStatus::draft; });
    const auto lock = with([](AssetChange& change) { change.access = policy::Access::locked; });
    const auto protect = with([](AssetChange& change) { change.protection = policy::Protection::on_request; });
    const auto offer = with([](AssetChange& change) { change.not_offered = std::vector<std::string>{"version"}; });
    const auto edit = with([](AssetChange& change) { change.attributes = Values{{"Usage", {"Press"}}}; });
    for (const auto& wanted : {rename, edit}) {
        EXPECT_EQ(change(viewer_, asset_.id, wanted), "needs");
        EXPECT_EQ(change(editor_, asset_.id, wanted), "");
    }
    EXPECT_EQ(change(viewer_, asset_.id, publish), "denied");
    for (const auto& wanted : {lock, protect, offer}) {
        EXPECT_EQ(change(viewer_, asset_.id, wanted), "denied");
        EXPECT_EQ(change(editor_, asset_.id, wanted), "denied");
    }
    EXPECT_EQ(change(editor_, asset_.id, publish), "");
    EXPECT_EQ(change(viewer_, asset_.id, rename), "not-found") << "a draft is not there for viewers";
    for (const auto& wanted : {lock, protect, offer}) EXPECT_EQ(change(owner_, asset_.id, wanted), "");
    EXPECT_EQ(change(editor_, asset_.id, rename), "needs") << "locked";

    const auto card = must_have(read_asset(house(), owner_, asset_.id));
    EXPECT_EQ(card.name, "atlas.png");
    EXPECT_EQ(card.status, policy::AssetStatus::draft);
    EXPECT_EQ(card.access->in_force, policy::Access::locked);
    EXPECT_EQ(card.access->set_on, domain::SetOn::itself);
    EXPECT_THAT(*card.not_offered, ElementsAre("version"));
    EXPECT_THAT(card.attributes.at("Usage"), ElementsAre("Press"));
    EXPECT_EQ(fixture_.ledger_entries("asset_protected"), 3);
}

TEST_F(AssetChanges, AreAllOrNothing) {
    const auto both = with([](AssetChange& change) {
        change.name = "atlas.png";
        change.access = policy::Access::locked;
    });
    EXPECT_EQ(change(editor_, asset_.id, both), "denied");
    EXPECT_EQ(must_have(read_asset(house(), editor_, asset_.id)).name, "quarry.png");
    EXPECT_EQ(fixture_.ledger_entries("asset_renamed"), 0);
    EXPECT_EQ(must_have(read_asset(house(), editor_, asset_.id)).version, 1);
}

TEST_F(AssetChanges, TwoEditorsAtOnce) {
    const auto first = with([](AssetChange& change) { change.name = "first.png"; });
    const auto second = with([](AssetChange& change) { change.name = "second.png"; });
    must_have(change_asset(house(), editor_, asset_.id, 1, first));
    EXPECT_EQ(code_of(change_asset(house(), owner_, asset_.id, 1, second)), "stale");
    EXPECT_EQ(must_have(read_asset(house(), owner_, asset_.id)).name, "first.png");
}

TEST_F(AssetChanges, WrongValuesAreRefusedWithTheirPlace) {
    const auto refused = [&](const AssetChange& wanted) {
        const auto answer = change_asset(house(), owner_, asset_.id, 1, wanted);
        return answer ? "" : answer.error().code + " " + answer.error().fields.at(0).pointer;
    };
    EXPECT_EQ(refused(with([](AssetChange& change) { change.name = std::string(256, 'x'); })), "name-too-long /name");
    EXPECT_EQ(refused(with([](AssetChange& change) { change.not_offered = std::vector<std::string>{"preset:web"}; })),
              "wrong-files /not_offered/0");
    EXPECT_EQ(refused(with([&](AssetChange& change) {
                  change.terms = json::Change<TermsId>::to(TermsId::make(fixture_.now()));
              })),
              "no-such-terms /terms");
    EXPECT_EQ(refused(with([](AssetChange& change) { change.attributes = Values{{"Nothing/here", {"x"}}}; })),
              "no-such-attribute /attributes/Nothing~1here");
    EXPECT_EQ(refused(with([](AssetChange& change) { change.attributes = Values{{"Usage", {"Elsewhere"}}}; })),
              "wrong-value /attributes/Usage/0");
    EXPECT_EQ(refused(to_folder(FolderId::make(fixture_.now()))), "no-such-folder /folder");
    EXPECT_EQ(refused(with([&](AssetChange& change) {
                  change.available_from = json::Change<Instant>::to(Instant{2});
                  change.available_until = json::Change<Instant>::to(Instant{1});
              })),
              "wrong-dates /available_until");
    EXPECT_EQ(must_have(read_asset(house(), owner_, asset_.id)).version, 1);
}

TEST_F(AssetChanges, AttributesThatATriggerNamesAreForOwners) {
    domain::SiteSettings settings;
    settings.approval.attribute_name = "Usage";
    must_have(write_site_settings(house(), fixture_.administrator, std::nullopt, settings, Confirmed::nothing));
    EXPECT_EQ(change(editor_, asset_.id, with([](AssetChange& change) { change.attributes = Values{{"Usage", {}}}; })),
              "denied");
    EXPECT_EQ(
        change(editor_, asset_.id, with([](AssetChange& change) { change.attributes = Values{{"Tags", {"a", "b"}}}; })),
        "");
    EXPECT_EQ(change(owner_, asset_.id,
                     with([](AssetChange& change) { change.attributes = Values{{"Usage", {"Press"}}, {"Tags", {}}}; })),
              "");
    EXPECT_EQ(must_have(read_asset(house(), owner_, asset_.id)).attributes.count("Tags"), 0U);
}

TEST_F(AssetChanges, AMoveAsksAtBothEnds) {
    const auto kit = fixture_.add_folder(library_, "Kit");
    EXPECT_EQ(change(viewer_, asset_.id, to_folder(kit)), "needs");
    EXPECT_EQ(change(editor_, asset_.id, to_folder(kit)), "");
    EXPECT_EQ(must_have(read_asset(house(), editor_, asset_.id)).folder, kit);

    const auto secret = fixture_.add_folder(library_, "Secret");
    FolderChange protect;
    protect.protection = policy::Protection::on_request;
    must_have(change_folder(house(), owner_, secret, 1, protect));
    EXPECT_EQ(change(editor_, asset_.id, to_folder(secret)), "denied");
    EXPECT_EQ(change(owner_, asset_.id, to_folder(secret)), "");
    EXPECT_EQ(change(editor_, asset_.id, to_folder(kit)), "denied") << "out of protection";
    EXPECT_EQ(change(owner_, asset_.id, to_folder(std::nullopt)), "");

    const auto guest = fixture_.add_person("guest", policy::Level::consumer);
    const auto shared = fixture_.add_folder(library_, "Shared");
    fixture_.add_member(library_, guest, policy::Role::viewer, shared);
    EXPECT_EQ(change(editor_, asset_.id, to_folder(shared)), "denied") << "another circle of members";
}

TEST_F(AssetChanges, AMoveToAnotherLibraryTakesMembersAlong) {
    const auto other = fixture_.add_library("Other");
    const auto guest = fixture_.add_person("guest", policy::Level::consumer);
    fixture_.add_member(library_, guest, policy::Role::viewer, std::nullopt, asset_.id);
    EXPECT_EQ(change(owner_, asset_.id, to_folder(std::nullopt, other)), "no-such-folder") << "hidden from them";
    fixture_.add_member(other, owner_, policy::Role::viewer);
    EXPECT_EQ(change(owner_, asset_.id, to_folder(std::nullopt, other)), "denied") << "viewers upload nothing";
    fixture_.add_member(other, owner_, policy::Role::editor);
    fixture_.add_member(other, editor_, policy::Role::editor);
    EXPECT_EQ(change(editor_, asset_.id, to_folder(std::nullopt, other)), "denied") << "another circle";
    EXPECT_EQ(change(owner_, asset_.id, to_folder(std::nullopt, other)), "");
    const auto card = must_have(read_asset(house(), guest, asset_.id));
    EXPECT_EQ(card.library, other);
    EXPECT_EQ(code_of(read_asset(house(), viewer_, asset_.id)), "not-found");
    const auto archived = fixture_.add_library("Archive");
    fixture_.add_member(archived, owner_, policy::Role::owner);
    must_have(change_library(house(), owner_, archived, must_have(read_library(house(), owner_, archived)).version,
                             {{}, true}));
    EXPECT_EQ(change(fixture_.administrator, asset_.id, to_folder(std::nullopt, archived)), "library-archived");
}

TEST_F(AssetChanges, NoEditorMovesThemToEasierRules) {
    using Set = void (*)(domain::LibrarySettings&);
    const std::vector<std::pair<const char*, Set>> rules{
        {"a preset that is free of protection",
         [](domain::LibrarySettings& rules) { rules.presets = {{"web", true}}; }},
        {"auto-approval", [](domain::LibrarySettings& rules) { rules.requests.auto_approval = true; }},
        {"shorter passes",
         [](domain::LibrarySettings& rules) {
             rules.requests.default_validity.span = domain::Span::hour;
             rules.requests.longest_validity.span = domain::Span::week;
         }},
        {"other actions", [](domain::LibrarySettings& rules) { rules.access_actions.clear(); }},
        {"asking again", [](domain::LibrarySettings& rules) { rules.re_request.access = policy::ReRequest::always; }},
        {"passes that end on replacement", [](domain::LibrarySettings& rules) { rules.grant_ends_on_replace = true; }},
        {"no form", [](domain::LibrarySettings& rules) { rules.requests.form = false; }},
        {"what is not offered", [](domain::LibrarySettings& rules) { rules.not_offered = {"version"}; }},
        {"the padlock", [](domain::LibrarySettings& rules) { rules.watermark = true; }},
    };
    const auto with_members = [&](const std::string& name, const domain::LibrarySettings& settings) {
        const auto library = fixture_.add_library(name, settings);
        fixture_.add_member(library, owner_, policy::Role::owner);
        fixture_.add_member(library, editor_, policy::Role::editor);
        fixture_.add_member(library, viewer_, policy::Role::viewer);
        return library;
    };
    for (const auto& [name, set] : rules) {
        domain::LibrarySettings other;
        set(other);
        const auto there = with_members(name, other);
        EXPECT_EQ(change(editor_, asset_.id, to_folder(std::nullopt, there)), "denied") << name;
        EXPECT_EQ(change(owner_, asset_.id, to_folder(std::nullopt, there)), "") << name;
        EXPECT_EQ(change(editor_, asset_.id, to_folder(std::nullopt, library_)), "denied") << name << ", and back";
        EXPECT_EQ(change(owner_, asset_.id, to_folder(std::nullopt, library_)), "") << name;
    }
    domain::LibrarySettings guides;
    guides.requests.note_required = true;
    guides.requests.rejection_notes = {{"Rights", "Ask the agency."}};
    const auto alike = with_members("Alike", guides);
    EXPECT_EQ(change(editor_, asset_.id, to_folder(std::nullopt, alike)), "") << "only guides those who decide";
}

TEST_F(AssetChanges, ManyAreChangedOneByOne) {
    std::vector<AssetId> ids;
    for (int i = 0; i < 30; ++i) {
        domain::Asset asset;
        asset.library = library_;
        asset.name = std::to_string(i);
        if (i % 3 == 0) asset.rules.access = policy::Access::locked;
        ids.push_back(fixture_.add_asset(asset).id);
    }
    ids.push_back(AssetId::make(fixture_.now()));
    const auto tag = with([](AssetChange& change) { change.attributes = Values{{"Tags", {"seen"}}}; });
    const auto changed = must_have(change_assets(house(), editor_, ids, tag));
    ASSERT_EQ(changed.size(), ids.size());
    for (std::size_t i = 0; i < 30; ++i) {
        EXPECT_EQ(changed[i].asset, ids[i]);
        EXPECT_EQ(changed[i].error ? changed[i].error->code : "", i % 3 == 0 ? "needs" : "");
        if (i % 3 != 0) EXPECT_EQ(changed[i].version, 2);
        const auto card = must_have(read_asset(house(), editor_, ids[i]));
        EXPECT_EQ(card.attributes.count("Tags"), i % 3 == 0 ? 0U : 1U);
        EXPECT_EQ(card.version, i % 3 == 0 ? 1 : 2);
    }
    EXPECT_EQ(changed.back().error->code, "not-found");
    EXPECT_EQ(code_of(change_assets(house(), editor_, std::vector<AssetId>(501, ids[0]), tag)), "too-many-assets");
    EXPECT_EQ(fixture_.ledger_entries("asset_edited"), 20);
}

TEST_F(AssetChanges, DeletedOnesAreGoneForEverybody) {
    EXPECT_EQ(code_of(delete_asset(house(), viewer_, asset_.id)), "needs");
    must_have(delete_asset(house(), editor_, asset_.id));
    EXPECT_EQ(code_of(read_asset(house(), owner_, asset_.id)), "not-found");
    EXPECT_EQ(code_of(delete_asset(house(), editor_, asset_.id)), "not-found");
    EXPECT_EQ(change(owner_, asset_.id, to_folder(std::nullopt)), "not-found");
    EXPECT_EQ(fixture_.ledger_entries("asset_deleted"), 1);
}

TEST_F(AssetChanges, FilesAreShownToWhoeverMayKnowOfThem) {
    const auto attachment = AttachmentId::make(fixture_.now());
    fixture_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(store::keep_version(transaction, asset_, day_, std::nullopt));
        return store::insert_attachment(transaction, attachment, asset_.id,
                                        {"notes.txt", "text/plain", asset_.digest, 0}, day_, std::nullopt);
    });
    const auto files_for = [&](const Caller& caller) {
        std::vector<std::string> names;
        for (const auto& file : must_have(list_files(house(), caller, asset_.id))) {
            names.push_back(file.file + (file.can.download ? "" : " refused"));
        }
        return names;
    };
    const auto note = "attachment:" + attachment.text();
    EXPECT_THAT(files_for(editor_), ElementsAre("original", "version:1", note));
    EXPECT_THAT(files_for(viewer_), ElementsAre("original", note)) << "older originals stay inside";
    ASSERT_EQ(change(owner_, asset_.id, with([](AssetChange& wanted) {
                         wanted.protection = policy::Protection::on_request;
                         wanted.not_offered = std::vector<std::string>{"attachment"};
                     })),
              "");
    EXPECT_THAT(files_for(viewer_), ElementsAre("original refused"));
    EXPECT_FALSE(must_have(list_files(house(), viewer_, asset_.id))[0].why.empty());

    const auto outcome = [&](const Caller& caller, std::string_view file) {
        const auto shown = explain_decision(house(), caller, asset_.id, policy::Action::download, file);
        return shown ? std::string(policy::to_text(shown->answer.outcome)) : shown.error().code;
    };
    EXPECT_EQ(outcome(editor_, "version:1"), "allow");
    EXPECT_EQ(outcome(editor_, "version:2"), "not-found");
    EXPECT_EQ(outcome(viewer_, "version:1"), "hidden");
    EXPECT_EQ(outcome(viewer_, "version:2"), "hidden") << "absent and hidden look the same";
    EXPECT_EQ(outcome(viewer_, "original"), "need");
    EXPECT_EQ(outcome(viewer_, "preset:web"), "hidden");
    EXPECT_EQ(outcome(viewer_, "???"), "unknown-file");
    const auto hidden = must_have(explain_decision(house(), viewer_, asset_.id, policy::Action::download, "version:1"));
    EXPECT_THAT(hidden.trace, IsEmpty());
    EXPECT_THAT(hidden.why, IsEmpty());
    const auto need = must_have(explain_decision(house(), viewer_, asset_.id, policy::Action::download, "original"));
    EXPECT_THAT(need.answer.needs, ElementsAre(policy::Need::download_grant));
    EXPECT_TRUE(need.answer.can_request);
    EXPECT_FALSE(need.trace.empty());
    EXPECT_FALSE(need.why.empty());
}

}  // namespace
}  // namespace exeat::usecases
