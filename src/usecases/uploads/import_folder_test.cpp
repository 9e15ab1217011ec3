#include "usecases/uploads/import_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

namespace fs = std::filesystem;
using testing::must_have;

class Importing : public ::testing::TestWithParam<sql::Engine> {
protected:
    Importing() { fs::create_directories(source_ / "2026"); }

    void write(const fs::path& name, std::string_view text) const {
        std::ofstream(source_ / name, std::ios::binary | std::ios::trunc) << text;
    }
    Imported import(domain::LibraryKind kind = domain::LibraryKind::media) {
        const ImportWish wish{"Press", kind, "", source_.string()};
        return must_have(import_folder(site_.house(), site_.site.the_operator(), wish,
                                       [this](std::int64_t done, std::int64_t, std::string_view) { done_ = done; }));
    }
    /// The blobs of the store, and when the last upload of each ended.
    std::map<std::string, std::int64_t> blobs() {
        std::map<std::string, std::int64_t> found;
        blobs::ListVisitor visitor;
        visitor.blob = [&](const blobs::BlobEntry& entry) {
            found.emplace(to_text(entry.digest), entry.modified.ms);
            return Done{};
        };
        visitor.stranger = [](std::string_view) { return Done{}; };
        must_have(site_.house().blobs.list(visitor));
        return found;
    }
    /// As if every blob had come in two days ago.
    void let_blobs_grow_old() {
        for (const auto& [name, modified] : blobs()) {
            fs::last_write_time(path_of(name), fs::file_time_type::clock::now() - std::chrono::hours(48));
        }
    }
    [[nodiscard]] fs::path path_of(const std::string& digest) {
        return fs::path(site_.site.folder()) / "blobs" / digest.substr(0, 2) / digest.substr(2);
    }

    testing::PlacesFixture site_{GetParam()};
    fs::path source_ = site_.site.place().folder().file("source");
    std::int64_t done_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, Importing, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(Importing, LeavesOutWhatTheKindDoesNotTake) {
    write("film.mp4", "by its name");
    write("logo.eps", "Only words, and more words after them.\n");
    write("mark.svg", R"(<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>)");
    const auto done = import(domain::LibraryKind::logo);
    EXPECT_EQ(done.added, 1);
    ASSERT_EQ(done.failed.size(), 2U);
    EXPECT_EQ(blobs().size(), 1U) << "nothing of the others is stored";
    EXPECT_EQ(done_, 3);
}

TEST_P(Importing, BringsInOnlyWhatIsNew) {
    write("a.txt", "one");
    write("2026/b.txt", "two");
    write("empty.txt", "");
    auto imported = import();
    EXPECT_EQ(imported.added, 3);
    EXPECT_EQ(imported.bytes, 6);
    EXPECT_EQ(done_, 3);

    write("c.txt", "three");
    write("2026/b.txt", "TWO");
    imported = import();
    EXPECT_EQ(imported.added, 1);
    EXPECT_EQ(imported.replaced, 1) << "of the same length, with other bytes";
    EXPECT_EQ(imported.unchanged, 2);
    EXPECT_EQ(imported.bytes, 8);

    write("a.txt", "one and a half");
    imported = import();
    EXPECT_EQ(imported.replaced, 1);
    EXPECT_EQ(imported.unchanged, 3);
    EXPECT_EQ(blobs().size(), 6U);
}

TEST_P(Importing, WritesNothingOfWhatDidNotChange) {
    write("a.txt", "one");
    write("2026/b.txt", "two");
    import();
    let_blobs_grow_old();
    const auto before = blobs();
    const auto imported = import();
    EXPECT_EQ(imported.unchanged, 2);
    EXPECT_EQ(imported.added + imported.replaced, 0);
    EXPECT_EQ(done_, 2);
    EXPECT_EQ(blobs(), before);
}

TEST_P(Importing, BringsBackWhatTheStoreLost) {
    write("a.txt", "one");
    import();
    const auto before = blobs();
    ASSERT_EQ(before.size(), 1U);
    fs::remove(path_of(before.begin()->first));
    const auto imported = import();
    EXPECT_EQ(imported.unchanged, 1);
    EXPECT_EQ(imported.added + imported.replaced, 0) << "the row is there";
    EXPECT_EQ(blobs().size(), 1U);
}

}  // namespace
}  // namespace exeat::usecases
