#include "usecases/maintenance/maintenance.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "state/store/request_files.h"
#include "state/store/request_rows.h"
#include "usecases/testing/places_fixture.h"
#include "usecases/uploads/file_in.h"

namespace exeat::usecases {
namespace {

using testing::must_have;

class Collecting : public ::testing::TestWithParam<sql::Engine> {
protected:
    /// A blob whose last upload ended two days ago, and that nobody holds.
    Digest old_blob(const std::string& text) {
        const auto incoming = must_have(site_.house().blobs.begin());
        must_have(incoming->append(std::as_bytes(std::span(text))));
        const auto stored = must_have(incoming->finish());
        if (text == "used") {
            FileIn file;
            file.target.library = site_.add_library("Press");
            file.name = "used.txt";
            must_have(take_file(site_.house(), site_.site.the_operator(), file, stored));
        } else {
            site_.write([&](sql::Transaction& transaction) {
                return store::keep_blob(transaction, {stored.facts.digest, stored.facts.size, 0, {}}, site_.now());
            });
        }
        if (text != "young") {
            const auto name = to_text(stored.facts.digest);
            const auto path = site_.site.folder() + "/blobs/" + name.substr(0, 2) + "/" + name.substr(2);
            std::filesystem::last_write_time(path,
                                             std::filesystem::file_time_type::clock::now() - std::chrono::hours(48));
        }
        return stored.facts.digest;
    }
    bool is_here(const Digest& digest) { return site_.house().blobs.open(digest).has_value(); }
    std::int64_t rows() {
        return must_have(site_.site.database().read([](sql::Session& session) -> Result<std::int64_t> {
            EXEAT_TAKE(const auto row, session.one("select count(*) from blobs"));
            return row->get<std::int64_t>(0);
        }));
    }

    testing::PlacesFixture site_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, Collecting, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(Collecting, TakesOldOrphansWithTheirRowsAndNothingElse) {
    const auto used = old_blob("used");
    const auto young = old_blob("young");
    const auto orphan = old_blob("orphan");
    EXPECT_EQ(rows(), 3);
    must_have(collect_blobs(site_.house()));
    EXPECT_TRUE(is_here(used));
    EXPECT_TRUE(is_here(young));
    EXPECT_FALSE(is_here(orphan));
    EXPECT_EQ(rows(), 2);
    must_have(collect_blobs(site_.house()));
    EXPECT_EQ(rows(), 2);
}

TEST_P(Collecting, FilesOfFormsGoWithTheirRequestsAndUnsentOnesAfterADay) {
    const auto library = site_.add_library("Press");
    const auto asset = site_.add_asset(library, "one.tif");
    const auto mira = site_.add_person("mira", policy::Level::consumer);
    const auto now = site_.now();
    const auto digest = old_blob("layout");
    const auto ask_with = [&](std::string_view kind) {
        store::AskRow ask;
        ask.id = AskId::make(now);
        ask.library = library;
        ask.person = *mira.person;
        ask.created_at = now;
        domain::Request request;
        request.id = RequestId::make(now);
        request.ask = ask.id;
        request.asset = asset.id;
        request.library = library;
        request.person = mira.person;
        request.created_at = now;
        site_.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(store::insert_ask(transaction, ask));
            if (kind == "kept") EXEAT_TRY(store::insert_request(transaction, request));
            return {};
        });
        return ask.id;
    };
    const auto file = [&](std::optional<AskId> ask, std::int64_t age_ms) {
        store::RequestFile row{RequestFileId::make(now), ask, *mira.person, "layout.txt", "text/plain", 6, digest,
                               Instant{now.ms - age_ms}};
        site_.write([&](sql::Transaction& transaction) { return store::insert_request_file(transaction, row); });
        return row.id;
    };
    const auto is_kept = [&](RequestFileId id) {
        const auto row = must_have(
            site_.site.database().read([&](sql::Session& session) { return store::read_request_file(session, id); }));
        return row.has_value();
    };
    constexpr std::int64_t k_day = 24 * 3'600'000;
    const auto sent = file(ask_with("kept"), 9 * k_day);
    const auto left_behind = file(ask_with("gone"), 0);
    const auto unsent = file(std::nullopt, k_day);
    const auto young = file(std::nullopt, k_day / 2);
    must_have(forget_ended(site_.house()));
    EXPECT_TRUE(is_kept(sent)) << "as long as the request";
    EXPECT_FALSE(is_kept(left_behind)) << "its request is gone";
    EXPECT_FALSE(is_kept(unsent));
    EXPECT_TRUE(is_kept(young));
}

}  // namespace
}  // namespace exeat::usecases
