#include "usecases/uploads/file_in.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "state/blobs/blobs.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using testing::must_have;

class FileIns : public ::testing::TestWithParam<sql::Engine> {
protected:
    FileIns() {
        site_.add_member(library_, mira_, policy::Role::editor);
        signed_out_ = mira_;  // their session has no row any more
        mira_.session.reset();
        ended_ = mira_;
        ended_.token = TokenId::make(site_.now());
    }

    Result<std::vector<Taken>> send(const Caller& caller, const FileTarget& target) {
        auto incoming = must_have(site_.house().blobs.begin());
        must_have(incoming->append(std::as_bytes(std::span(std::string_view("bytes")))));
        std::vector<ArrivedFile> files;
        files.push_back({target, "photo.txt", std::move(incoming)});
        return take_arrived(site_.house(), caller, std::move(files));
    }
    std::int64_t count(std::string_view table) {
        return must_have(site_.site.database().read([&](sql::Session& session) -> Result<std::int64_t> {
            EXEAT_TAKE(const auto row, session.one("select count(*) from " + std::string(table)));
            return row->get<std::int64_t>(0);
        }));
    }

    testing::PlacesFixture site_{GetParam()};
    LibraryId library_ = site_.add_library("Press");
    Caller mira_ = site_.add_person("mira", policy::Level::producer);
    Caller signed_out_;
    Caller ended_;  // came with a token that is deleted
};
INSTANTIATE_TEST_SUITE_P(Engines, FileIns, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(FileIns, WhoIsSignedOutMeanwhileBringsNothing) {
    const auto asset = site_.add_asset(library_, "kept.txt");
    FileTarget add, replace, attach;
    add.library = library_;
    replace.replaces = asset.id;
    attach.attach_to = asset.id;
    for (const auto& target : {add, replace, attach}) {
        EXPECT_EQ(code_of(send(signed_out_, target)), "not-signed-in");
        EXPECT_EQ(code_of(send(ended_, target)), "not-signed-in");
    }
    EXPECT_EQ(count("assets"), 1);
    EXPECT_EQ(count("asset_versions"), 0);
    EXPECT_EQ(count("attachments"), 0);
    for (const auto& target : {add, replace, attach}) must_have(send(mira_, target));
    EXPECT_EQ(count("assets"), 2);
    EXPECT_EQ(count("asset_versions"), 1);
    EXPECT_EQ(count("attachments"), 1);
}

}  // namespace
}  // namespace exeat::usecases
