#include "usecases/libraries/libraries.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "usecases/refusal.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::must_have;
using testing::PlacesFixture;

class Libraries : public ::testing::Test {
protected:
    std::vector<std::string> names_for(const Caller& caller) {
        std::vector<std::string> names;
        for (const auto& library : must_have(list_libraries(house(), caller))) names.push_back(library.name);
        return names;
    }
    House& house() { return fixture_.house(); }

    PlacesFixture fixture_;
    Caller manager_ = fixture_.add_person("manager", policy::Level::manager);
    Caller producer_ = fixture_.add_person("producer", policy::Level::producer);
    Caller consumer_ = fixture_.add_person("consumer", policy::Level::consumer);
    Caller director_ = fixture_.add_person("director", policy::Level::director);
};

TEST_F(Libraries, AreMadeByManagersWhoOwnThem) {
    EXPECT_EQ(code_of(create_library(house(), producer_, {"Press", domain::LibraryKind::media})), "level-too-low");
    EXPECT_EQ(code_of(create_library(house(), Caller{}, {"Press", domain::LibraryKind::media})), "not-signed-in");
    const auto made = must_have(create_library(house(), manager_, {"Press", domain::LibraryKind::logo}));
    EXPECT_EQ(made.kind, domain::LibraryKind::logo);
    EXPECT_TRUE(made.can.protect && made.can.upload && made.can.organise);
    EXPECT_THAT(made.why_not, IsEmpty());
    EXPECT_EQ(fixture_.ledger_entries("library_created"), 1);
    EXPECT_EQ(code_of(create_library(house(), manager_, {"PRESS", domain::LibraryKind::icon})), "name-taken");
    EXPECT_EQ(code_of(create_library(house(), manager_, {" ", domain::LibraryKind::icon})), "name-empty");
    EXPECT_EQ(code_of(create_library(house(), manager_, {std::string(201, 'x'), domain::LibraryKind::icon})),
              "name-too-long");
    EXPECT_EQ(fixture_.ledger_entries("library_created"), 1) << "what is refused changes nothing";
}

TEST_F(Libraries, HaveNamesThatAreTakenForThoseOnlyWhoSeeThem) {
    const auto other = fixture_.add_person("other", policy::Level::manager);
    const auto hers = must_have(create_library(house(), manager_, {"Merger", domain::LibraryKind::media}));
    const auto mine = must_have(create_library(house(), other, {"merger", domain::LibraryKind::media}));
    EXPECT_NE(hers.id, mine.id);
    const auto second = must_have(create_library(house(), other, {"Second", domain::LibraryKind::media}));
    EXPECT_EQ(code_of(change_library(house(), other, second.id, 1, {.name = "MERGER"})), "name-taken") << "their own";
    EXPECT_EQ(code_of(change_library(house(), other, mine.id, 1, {.name = "Merger"})), "") << "itself";
    EXPECT_EQ(code_of(create_library(house(), fixture_.administrator, {"Merger", domain::LibraryKind::media})),
              "name-taken")
        << "who sees both is told";
    const auto shown = must_have(create_folder(house(), manager_, {hers.id, std::nullopt, "Shown"})).id;
    fixture_.add_member(hers.id, producer_, policy::Role::viewer, shown);
    fixture_.add_member(second.id, producer_, policy::Role::owner);
    EXPECT_EQ(code_of(change_library(house(), producer_, second.id, 1, {.name = "Merger"})), "name-taken")
        << "a folder of it is enough to know its name";
    EXPECT_THAT(names_for(other), ElementsAre("Merger", "Second"));
    EXPECT_THAT(names_for(fixture_.administrator), ElementsAre("Merger", "Merger", "Second"));
}

TEST_F(Libraries, AreMadeOnceForAKey) {
    auto caller = manager_;
    caller.once = Once{manager_.person->text(), "key-1", Digest{}};
    const auto first = must_have(create_library(house(), caller, {"Press", domain::LibraryKind::media}));
    const auto again = must_have(create_library(house(), caller, {"Press", domain::LibraryKind::media}));
    EXPECT_EQ(first.id, again.id);
    caller.once->request_digest.bytes[0] = 1;
    EXPECT_EQ(code_of(create_library(house(), caller, {"Press", domain::LibraryKind::media})), "key-reused");
}

TEST_F(Libraries, AreListedForWhoeverSeesAnythingInThem) {
    const auto press = fixture_.add_library("Press");
    domain::LibrarySettings open;
    open.visibility = policy::Visibility::everyone;
    fixture_.add_library("Open", open);
    const auto deep = fixture_.add_library("Deep");
    const auto folder = fixture_.add_folder(deep, "Kit");
    EXPECT_THAT(names_for(consumer_), ElementsAre("Open"));
    EXPECT_THAT(names_for(director_), ElementsAre("Deep", "Open", "Press"));
    EXPECT_EQ(code_of(read_library(house(), consumer_, press)), "not-found");

    fixture_.add_member(deep, consumer_, policy::Role::viewer, folder);
    EXPECT_THAT(names_for(consumer_), ElementsAre("Deep", "Open"));
    const auto seen = must_have(read_library(house(), consumer_, deep));
    EXPECT_FALSE(seen.can.upload || seen.can.organise || seen.can.publish || seen.can.protect);

    domain::Membership ended;
    ended.library = press;
    ended.person = consumer_.person;
    ended.ends_at = Instant{fixture_.now().ms - 1};
    fixture_.add_member(ended);
    EXPECT_THAT(names_for(consumer_), ElementsAre("Deep", "Open"));
    fixture_.add_member(press, consumer_, policy::Role::viewer, std::nullopt, fixture_.add_asset(press, "a.png").id);
    EXPECT_THAT(names_for(consumer_), ElementsAre("Deep", "Open", "Press"));
    EXPECT_EQ(code_of(list_libraries(house(), Caller{})), "not-signed-in");
}

TEST_F(Libraries, AreRenamedAndArchivedByTheirOwners) {
    const auto made = must_have(create_library(house(), manager_, {"Press", domain::LibraryKind::media}));
    fixture_.add_member(made.id, consumer_, policy::Role::viewer);
    fixture_.add_member(made.id, producer_, policy::Role::editor);
    EXPECT_EQ(code_of(change_library(house(), producer_, made.id, made.version, {"Mine", {}})), "denied");
    EXPECT_EQ(code_of(change_library(house(), director_, made.id, made.version, {"Mine", {}})), "denied");

    const auto renamed = must_have(change_library(house(), manager_, made.id, made.version, {"Press kit", {}}));
    EXPECT_EQ(renamed.name, "Press kit");
    EXPECT_EQ(renamed.version, made.version + 1);
    EXPECT_EQ(code_of(change_library(house(), manager_, made.id, made.version, {"Again", {}})), "stale");

    const auto archived = must_have(change_library(house(), manager_, made.id, renamed.version, {{}, true}));
    EXPECT_TRUE(archived.archived_at);
    EXPECT_FALSE(archived.can.upload);
    EXPECT_THAT(names_for(consumer_), IsEmpty());
    EXPECT_THAT(names_for(producer_), ElementsAre("Press kit"));
    must_have(change_library(house(), manager_, made.id, archived.version, {{}, false}));
    EXPECT_THAT(names_for(consumer_), ElementsAre("Press kit"));
    EXPECT_EQ(fixture_.ledger_entries("library_archived"), 1);
    EXPECT_EQ(fixture_.ledger_entries("library_unarchived"), 1);
}

TEST_F(Libraries, UsageSettingsAreForInsiders) {
    const auto made = must_have(create_library(house(), manager_, {"Press", domain::LibraryKind::media}));
    fixture_.add_member(made.id, consumer_, policy::Role::viewer);
    fixture_.add_member(made.id, producer_, policy::Role::editor);
    EXPECT_EQ(code_of(read_usage_settings(house(), consumer_, made.id)), "insiders-only");
    EXPECT_EQ(must_have(read_usage_settings(house(), producer_, made.id)).version, made.version);
    domain::LibrarySettings locked;
    locked.access = policy::Access::locked;
    locked.presets = {{"web", true}};
    EXPECT_EQ(code_of(write_usage_settings(house(), producer_, made.id, made.version, locked)), "denied");
    const auto written = must_have(write_usage_settings(house(), manager_, made.id, made.version, locked));
    EXPECT_EQ(must_have(read_usage_settings(house(), manager_, made.id)).settings, locked);
    EXPECT_EQ(must_have(read_usage_settings(house(), manager_, made.id)).version, written.version);
    EXPECT_EQ(code_of(write_usage_settings(house(), manager_, made.id, made.version, {})), "stale")
        << "two editors at once: the second is told";

    locked.not_offered = {"preset:print"};
    locked.access = policy::Access::inherit;
    const auto refused = write_usage_settings(house(), manager_, made.id, written.version, locked);
    ASSERT_EQ(code_of(refused), "wrong-settings");
    ASSERT_EQ(refused.error().fields.size(), 2U);
    EXPECT_EQ(refused.error().fields[0].pointer, "/access");
    EXPECT_EQ(refused.error().fields[1].pointer, "/not_offered/0");
    EXPECT_EQ(fixture_.ledger_entries("usage_settings_changed"), 1);
}

TEST_F(Libraries, ARefusalSaysWhoCanHelp) {
    const auto made = must_have(create_library(house(), manager_, {"Press", domain::LibraryKind::media}));
    fixture_.add_member(made.id, producer_, policy::Role::editor);
    const auto refused = change_library(house(), producer_, made.id, made.version, {"Mine", {}});
    ASSERT_FALSE(refused);
    ASSERT_TRUE(refused.error().refusal);
    const auto& why = refused.error().refusal->why;
    EXPECT_TRUE(std::ranges::any_of(why, [](const auto& line) { return line.find("manager") != std::string::npos; }))
        << ::testing::PrintToString(why);
}

}  // namespace
}  // namespace exeat::usecases
