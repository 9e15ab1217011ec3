// What becomes of a wish and of a job, with the real decoder and with one that means harm, on both engines.
#include "usecases/pictures/make_pictures.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "service/media/formats.h"
#include "state/blobs/blobs.h"
#include "usecases/pictures/desk.h"
#include "usecases/pictures/pictures.h"
#include "usecases/pictures/studio.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using usecases::testing::code_of;
using usecases::testing::must_have;
using usecases::testing::PlacesFixture;

std::string corpus(const std::string& name) {
    std::ifstream file(EXEAT_SOURCE_DIR "/tests/corpus/pictures/" + name, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

class MakePictures : public ::testing::TestWithParam<sql::Engine> {
protected:
    /// An asset whose bytes are there.
    domain::Asset put(const std::string& name, const std::string& bytes, const std::string& media_type,
                      bool queued = true) {
        const auto incoming = must_have(house().blobs.begin());
        must_have(incoming->append(std::as_bytes(std::span(bytes))));
        const auto stored = must_have(incoming->finish());
        domain::Asset asset;
        asset.id = AssetId::make(places_.now());
        asset.library = library_;
        asset.name = name;
        asset.media_type = media_type;
        asset.digest = stored.facts.digest;
        asset.size = stored.facts.size;
        asset.created_at = places_.now();
        asset.no = places_.write([&](sql::Transaction& transaction) -> Result<std::int64_t> {
            EXEAT_TRY(store::keep_blob(transaction, {asset.digest, asset.size, 0, {}}, asset.created_at));
            if (queued) EXEAT_TRY(want_picture_of(transaction, asset.digest, media_type, asset.created_at));
            return store::insert_asset(transaction, asset);
        });
        return asset;
    }
    std::vector<store::JobRow> take(std::int64_t later_ms = 0) {
        const Instant now{places_.now().ms + later_ms};
        return must_have(house().database.write(
            [&](sql::Transaction& transaction) { return store::take_jobs(transaction, now, 10); }));
    }
    store::JobRow only_job(std::int64_t later_ms = 0) {
        const auto jobs = take(later_ms);
        if (jobs.size() != 1) throw std::runtime_error(std::to_string(jobs.size()) + " jobs");
        return jobs.front();
    }
    PictureShown shown(const domain::Asset& asset) {
        return must_have(PicturesShown::of(house(), std::vector{std::make_shared<const domain::Asset>(asset)}))
            .of(asset)
            .value();
    }
    std::string look(const domain::Asset& asset, Recipe recipe = Recipe::thumbnail) {
        const auto seen = see_picture(house(), places_.administrator, asset.id, recipe);
        if (!seen) return seen.error().code;
        return code_of(read_seen_picture(gallery_, *seen));
    }
    Done run(media::Decoder& decoder, const store::JobRow& job) {
        return do_picture_job(gallery_, decoder, media::Limits{}, job);
    }
    House& house() { return places_.house(); }
    void SetUp() override { gallery_.desk.attend({}); }

    PlacesFixture places_{GetParam()};
    usecases::testing::SystemClock clock_;
    std::unique_ptr<renditions::Renditions> renditions_ =
        must_have(renditions::Renditions::open({.folder = places_.site.folder() + "/renditions"}, clock_));
    PictureDesk desk_;
    Gallery gallery_{places_.house(), *renditions_, desk_};
    LibraryId library_ = places_.add_library("Press");
    media::Decoder decoder_{{EXEAT_MEDIA, 60'000}};
    media::Decoder hostile_{{EXEAT_HOSTILE, 60'000}};
};

TEST_P(MakePictures, AJobMakesAThumbnailAndIsGone) {
    const auto asset = put("plain.jpg", corpus("plain.jpg"), "image/jpeg");
    EXPECT_EQ(shown(asset).state, store::PictureState::waiting);
    EXPECT_EQ(look(asset), "picture-waiting");
    EXPECT_EQ(code_of(run(decoder_, only_job())), "");
    EXPECT_EQ(shown(asset).state, store::PictureState::ready);
    EXPECT_EQ(shown(asset).width, 120);
    EXPECT_EQ(shown(asset).colour->size(), 7U);
    EXPECT_EQ(look(asset), "");
    EXPECT_TRUE(take(100'000'000).empty());
}

TEST_P(MakePictures, APictureThatWasLookedAtIsAtHandForWhoeverMaySeeIt) {
    const auto asset = put("plain.jpg", corpus("plain.jpg"), "image/jpeg");
    EXPECT_EQ(code_of(run(decoder_, only_job())), "");
    const auto at_hand = [&](const Caller& caller, Recipe recipe = Recipe::thumbnail) {
        return is_picture_at_hand(gallery_, caller, asset.id, recipe);
    };
    EXPECT_FALSE(at_hand(places_.administrator)) << "it is on the disk only";
    EXPECT_EQ(look(asset), "");
    EXPECT_TRUE(at_hand(places_.administrator));
    EXPECT_FALSE(at_hand(places_.administrator, Recipe::preview)) << "another picture";
    EXPECT_FALSE(at_hand({})) << "nobody that is known";
    EXPECT_FALSE(at_hand(places_.add_person("mira", policy::Level::consumer))) << "who may not see it";
}

TEST_P(MakePictures, AJobMayRunTwice) {
    const auto asset = put("plain.jpg", corpus("plain.jpg"), "image/jpeg");
    const auto job = only_job();
    EXPECT_EQ(code_of(run(decoder_, job)), "");
    EXPECT_EQ(code_of(run(decoder_, job)), "");
    EXPECT_EQ(look(asset), "");
}

TEST_P(MakePictures, AJobThatWasSettledMeanwhileIsLeftAlone) {
    const auto asset = put("bomb.png", corpus("bomb.png"), "image/png");
    const auto job = only_job();
    EXPECT_EQ(look(asset), "picture-waiting");
    EXPECT_EQ(code_of(make_wished_picture(gallery_, decoder_, {}, gallery_.desk.take().value())), "picture-too-large");
    EXPECT_EQ(code_of(run(decoder_, job)), "") << "it has failed already, and is not tried again";
    const auto page = must_have(list_jobs(house(), places_.administrator, domain::JobState::failed, std::nullopt));
    ASSERT_EQ(page.jobs.size(), 1U);
    EXPECT_EQ(page.jobs[0].attempts, 1);
}

TEST_P(MakePictures, AWishGoesToTheDeskAndIsFulfilled) {
    const auto asset = put("plain.png", corpus("plain.png"), "image/png");
    EXPECT_EQ(look(asset, Recipe::preview), "picture-waiting");
    const auto wish = gallery_.desk.take();
    ASSERT_TRUE(wish);
    EXPECT_EQ(wish->recipe, Recipe::preview);
    EXPECT_EQ(code_of(make_wished_picture(gallery_, decoder_, {}, *wish)), "");
    gallery_.desk.done(*wish);
    EXPECT_EQ(look(asset, Recipe::preview), "");
    EXPECT_EQ(look(asset), "picture-waiting") << "the thumbnail is another picture";
}

TEST_P(MakePictures, WhatWasLostIsMadeAgain) {
    const auto asset = put("plain.png", corpus("plain.png"), "image/png");
    EXPECT_EQ(code_of(run(decoder_, only_job())), "");
    std::filesystem::remove_all(places_.site.folder() + "/renditions");
    std::filesystem::create_directory(places_.site.folder() + "/renditions");
    EXPECT_EQ(look(asset), "picture-waiting");
    EXPECT_EQ(code_of(make_wished_picture(gallery_, decoder_, {}, gallery_.desk.take().value())), "");
    EXPECT_EQ(look(asset), "");
}

TEST_P(MakePictures, WhatIsReadyIsNotReadAgain) {
    const auto asset = put("plain.jpg", corpus("plain.jpg"), "image/jpeg");
    EXPECT_EQ(code_of(run(decoder_, only_job())), "");
    EXPECT_EQ(shown(asset).width, 120);
    must_have(house().database.write([](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("update pictures set width = 7", {}));
        return {};
    }));
    EXPECT_EQ(shown(asset).width, 120);
    auto as_png = asset;
    as_png.media_type = "image/png";
    EXPECT_EQ(shown(as_png).state, store::PictureState::waiting) << "the same bytes read as another format";
}

TEST_P(MakePictures, WhatFailsAfterItWasReadyIsShownAsFailed) {
    const auto asset = put("plain.png", corpus("plain.png"), "image/png");
    EXPECT_EQ(code_of(run(decoder_, only_job())), "");
    EXPECT_EQ(shown(asset).state, store::PictureState::ready);
    std::filesystem::remove_all(places_.site.folder() + "/renditions");
    std::filesystem::create_directory(places_.site.folder() + "/renditions");
    EXPECT_EQ(look(asset), "picture-waiting");
    const media::Limits small{.megapixels = 0};
    EXPECT_EQ(code_of(make_wished_picture(gallery_, decoder_, small, gallery_.desk.take().value())),
              "picture-too-large");
    EXPECT_EQ(shown(asset).state, store::PictureState::failed);
}

TEST_P(MakePictures, TheSameBytesAgainTellNothingOfTheFirst) {
    const auto first = put("plain.png", corpus("plain.png"), "image/png");
    EXPECT_EQ(code_of(run(decoder_, only_job())), "");
    const auto second = put("again.png", corpus("plain.png"), "image/png", false);
    places_.write([&](sql::Transaction& transaction) {
        return want_own_picture_of(transaction, second.id, second.digest, second.media_type, places_.now());
    });
    EXPECT_EQ(shown(second).state, store::PictureState::waiting);
    EXPECT_FALSE(shown(second).width);
    EXPECT_EQ(look(second), "picture-waiting");
    EXPECT_EQ(shown(first).state, store::PictureState::ready);
    EXPECT_EQ(look(first), "");

    EXPECT_EQ(code_of(run(decoder_, only_job())), "") << "made again for it";
    EXPECT_EQ(shown(second).width, shown(first).width);
    EXPECT_EQ(look(second), "");
    EXPECT_EQ(look(second, Recipe::preview), "picture-waiting");
    EXPECT_EQ(code_of(make_wished_picture(gallery_, decoder_, {}, gallery_.desk.take().value())), "");
    EXPECT_EQ(look(second, Recipe::preview), "");
}

TEST_P(MakePictures, ABrokenFileFailsAtOnceAndIsListed) {
    const auto asset = put("bomb.png", corpus("bomb.png"), "image/png");
    EXPECT_EQ(code_of(run(decoder_, only_job())), "picture-too-large");
    EXPECT_EQ(shown(asset).state, store::PictureState::failed);
    EXPECT_EQ(look(asset), "picture-failed");
    EXPECT_EQ(gallery_.desk.size(), 0U) << "nobody tries it again by looking";
    const auto page = must_have(list_jobs(house(), places_.administrator, domain::JobState::failed, std::nullopt));
    ASSERT_EQ(page.jobs.size(), 1U);
    EXPECT_EQ(page.jobs[0].reason, "picture-too-large");
    EXPECT_EQ(page.jobs[0].detail, "60000 x 60000");
    ASSERT_EQ(page.jobs[0].assets.size(), 1U);
    EXPECT_EQ(page.jobs[0].assets[0].id, asset.id);
    EXPECT_TRUE(take(100'000'000).empty());
    must_have(retry_job(gallery_, places_.administrator, page.jobs[0].id));
    EXPECT_EQ(shown(asset).state, store::PictureState::waiting);
    EXPECT_EQ(only_job().attempts, 1);
    EXPECT_EQ(places_.ledger_entries("job_retried"), 1);
}

TEST_P(MakePictures, ADecoderThatDiesIsTriedAFewTimesWithPauses) {
    const auto asset = put("die.gif", "GIF89a do:die;", "image/gif");
    EXPECT_EQ(code_of(run(hostile_, only_job())), "decoder-died");
    EXPECT_EQ(shown(asset).state, store::PictureState::waiting);
    EXPECT_TRUE(take().empty()) << "it has its pause";
    EXPECT_EQ(look(asset), "picture-waiting");
    EXPECT_EQ(gallery_.desk.size(), 0U) << "nobody shortens its pause by looking";
    EXPECT_EQ(code_of(run(hostile_, only_job(6'000))), "decoder-died");
    EXPECT_TRUE(take(6'000).empty()) << "the pause grows";
    EXPECT_EQ(code_of(run(hostile_, only_job(70'000))), "decoder-died");
    EXPECT_EQ(shown(asset).state, store::PictureState::failed);
    EXPECT_TRUE(take(1'000'000'000).empty());
    const auto page = must_have(list_jobs(house(), places_.administrator, domain::JobState::failed, std::nullopt));
    ASSERT_EQ(page.jobs.size(), 1U);
    EXPECT_EQ(page.jobs[0].attempts, 3);
    EXPECT_EQ(page.jobs[0].detail, "signal 11");
}

TEST_P(MakePictures, AFileThatTakesAllTheTimeThereIsIsTriedOnce) {
    const auto asset = put("spin.svg", "<svg>do:spin;</svg>", "image/svg+xml");
    EXPECT_EQ(code_of(do_picture_job(gallery_, hostile_, {.cpu_seconds = 1}, only_job())), "picture-too-costly");
    EXPECT_EQ(shown(asset).state, store::PictureState::failed);
    EXPECT_TRUE(take(1'000'000'000).empty());
    EXPECT_EQ(look(asset), "picture-failed");
    EXPECT_EQ(look(asset, Recipe::preview), "picture-failed");
    EXPECT_EQ(gallery_.desk.size(), 0U) << "nobody has it tried again by looking";
}

TEST_P(MakePictures, ALieIsKeptNowhere) {
    const auto asset = put("lie.gif", "GIF89a do:lie html;", "image/gif");
    EXPECT_EQ(code_of(run(hostile_, only_job())), "decoder-lied");
    EXPECT_EQ(look(asset), "picture-waiting");
    const PictureWish wish{asset.digest, media::PictureFormat::gif, Recipe::thumbnail, renditions::Mark::clean};
    EXPECT_FALSE(gallery_.renditions.holds(name_of(wish)));
}

TEST_P(MakePictures, AMissingDecoderCountsAsNoTry) {
    put("plain.jpg", corpus("plain.jpg"), "image/jpeg");
    media::Decoder missing({"/nonexistent", 1000});
    EXPECT_EQ(code_of(run(missing, only_job())), "no-decoder");
    for (int i = 1; i < 10; ++i) EXPECT_EQ(code_of(run(missing, only_job(i * 100'000'000))), "no-decoder");
    EXPECT_EQ(code_of(run(decoder_, only_job(2'000'000'000))), "");
}

TEST_P(MakePictures, MarkedOnesAreMadeAlongWhereTheLibraryMarks) {
    domain::LibrarySettings settings;
    settings.watermark = true;
    library_ = places_.add_library("Marked", settings);
    const auto asset = put("plain.png", corpus("plain.png"), "image/png");
    EXPECT_EQ(code_of(run(decoder_, only_job())), "");
    PictureWish wish{asset.digest, media::PictureFormat::png, Recipe::thumbnail, renditions::Mark::clean};
    const auto clean = gallery_.renditions.find(name_of(wish));
    wish.mark = renditions::Mark::padlock;
    const auto marked = gallery_.renditions.find(name_of(wish));
    ASSERT_TRUE(clean && marked);
    EXPECT_NE(clean->bytes, marked->bytes);
}

TEST_P(MakePictures, OldAssetsAreQueued) {
    put("plain.png", corpus("plain.png"), "image/png", false);
    put("words.txt", "words", "text/plain", false);
    EXPECT_TRUE(take().empty());
    const auto last = must_have(queue_missing_pictures(house(), 0));
    ASSERT_TRUE(last);
    EXPECT_EQ(take().size(), 1U);
    EXPECT_FALSE(must_have(queue_missing_pictures(house(), *last)));
}

TEST_P(MakePictures, TheStudioDoesAllOfIt) {
    const auto old = put("old.png", corpus("plain.png"), "image/png", false);
    const auto queued = put("plain.jpg", corpus("plain.jpg"), "image/jpeg");
    Studio studio(gallery_, {{EXEAT_MEDIA, 60'000}, {}, 2});
    EXPECT_EQ(code_of(gallery_.desk.attended()), "");
    while (shown(old).state != store::PictureState::ready || shown(queued).state != store::PictureState::ready) {
        std::this_thread::yield();
    }
    studio.stop();
    EXPECT_EQ(look(old), "");
    EXPECT_EQ(look(queued), "");
}

INSTANTIATE_TEST_SUITE_P(Engines, MakePictures, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

}  // namespace
}  // namespace exeat::usecases
