#include "usecases/pictures/make_pictures.h"

#include <algorithm>

#include "platform/telemetry/log.h"
#include "service/media/formats.h"
#include "state/blobs/blobs.h"
#include "state/store/picture_waits.h"
#include "usecases/pictures/known_pictures.h"

namespace exeat::usecases {
namespace {

constexpr int k_assets_looked_at = 500;
constexpr int k_libraries_looked_at = 20;

Recipe recipe_of(domain::JobKind kind) {
    switch (kind) {
        case domain::JobKind::thumbnail:
            return Recipe::thumbnail;
        case domain::JobKind::preview:
            return Recipe::preview;
    }
    return Recipe::thumbnail;
}

media::Marking marking_of(renditions::Mark mark) {
    switch (mark) {
        case renditions::Mark::clean:
            return media::Marking::clean;
        case renditions::Mark::padlock:
            return media::Marking::padlock;
    }
    return media::Marking::padlock;
}

domain::Failure failure_of(const Error& error) {
    if (error.code.starts_with("picture-")) return domain::Failure::lasting;
    if (error.code.starts_with("decoder-")) return domain::Failure::passing;
    return domain::Failure::outside;
}

store::PictureFacts facts_of(const media::Picture& picture) {
    const auto& [red, green, blue] = picture.colour;
    return {picture.width, picture.height, std::int64_t{red} << 16 | std::int64_t{green} << 8 | std::int64_t{blue}};
}

/// What is drawn can be made to take any time with a few bytes, by shapes that use shapes that use shapes.
media::Limits limits_of(media::PictureFormat format, media::Limits limits) {
    constexpr std::uint32_t k_drawing_seconds = 5;
    if (format == media::PictureFormat::svg) limits.cpu_seconds = std::min(limits.cpu_seconds, k_drawing_seconds);
    return limits;
}

/// Decodes the file once and keeps each of the wished pictures. The wishes are of one content.
Result<media::Picture> make(Gallery& gallery, media::Decoder& decoder, const media::Limits& limits,
                            const std::vector<PictureWish>& wishes) {
    EXEAT_TAKE(const auto blob, gallery.house.blobs.open(wishes.front().digest));
    EXEAT_TAKE(const auto file, blob->descriptor());
    if (!file) return fail(ErrorKind::unavailable, "no-local-file", "", "this blob is no local file");
    media::Request request;
    request.format = wishes.front().format;
    request.limits = limits_of(request.format, limits);
    for (const auto& wish : wishes) request.outputs.push_back({longest_side(wish.recipe), marking_of(wish.mark)});
    EXEAT_TAKE(auto picture, decoder.make(request, file->descriptor()));
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        const auto& output = picture.outputs[i];
        EXEAT_TRY(gallery.renditions.keep(name_of(wishes[i]),
                                          {std::string(media::media_type_of(output.type)), output.bytes}));
    }
    return picture;
}

Done note_made(House& house, Recipe recipe, const store::PictureSource& source, const media::Picture& picture) {
    return house.database.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(store::picture_is_ready(transaction, source, facts_of(picture)));
        EXEAT_TRY(store::end_job(transaction, kind_of(recipe), source));
        EXEAT_TRY(store::end_picture_waits(transaction, kind_of(recipe), source));
        return {};
    });
}

Done note_failure(House& house, Recipe recipe, const store::PictureSource& source, const Error& error,
                  std::int64_t attempts) {
    EXEAT_TAKE(const auto now, house.database.now());
    const auto failure = failure_of(error);
    store::JobFailure kept{error.code, error.detail, domain::next_try(failure, attempts, now), attempts};
    if (failure == domain::Failure::outside) kept.attempts = std::max<std::int64_t>(attempts - 1, 0);
    if (error.code == "stopping") kept.next = now;
    if (!kept.next) {
        house.log.warning("no_picture", {{"content", to_text(source.digest)},
                                         {"format", source.format},
                                         {"reason", error.code},
                                         {"detail", error.detail}});
    }
    auto noted = house.database.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(store::fail_job(transaction, kind_of(recipe), source, kept, now));
        if (!kept.next) EXEAT_TRY(store::end_picture_waits(transaction, kind_of(recipe), source));
        if (!kept.next && recipe == Recipe::thumbnail) {
            EXEAT_TRY(store::picture_is(transaction, source, store::PictureState::failed));
        }
        return {};
    });
    if (const auto format = media::parse_format(source.format)) {
        house.known_pictures.forget(
            {source.digest, *format});  // it may have been ready before its file was tidied away
    }
    return noted;
}

/// Which try this is of what somebody waits for: a job that was taken from the queue has counted its own.
std::int64_t attempts_of(const std::optional<store::JobRow>& job, Instant now) {
    if (!job) return 1;
    return job->run_at > now ? std::max<std::int64_t>(job->attempts, 1) : job->attempts + 1;
}

/// Whether the job is still to be done as it was taken: who waited for its picture may have had it made meanwhile.
Result<bool> is_still_due(House& house, const store::JobRow& job) {
    EXEAT_TAKE(const auto row,
               house.database.read([&](sql::Session& session) { return store::read_job(session, job.id); }));
    return row && row->state == domain::JobState::waiting && row->run_at == job.run_at;
}

/// Whether any library that shows that content puts a mark on what it may not give away.
Result<bool> is_marked_somewhere(House& house, const Digest& digest) {
    EXEAT_TAKE(const auto assets, house.database.read([&](sql::Session& session) {
        return store::assets_showing(session, digest, k_libraries_looked_at);
    }));
    for (const auto& asset : assets) {
        EXEAT_TAKE(const auto library, house.authority.library(asset.library));
        if (library && library->policy->view().watermark) return true;
    }
    return false;
}

/// The picture of a job, and the marked one where it is needed.
Done make_all_of(Gallery& gallery, media::Decoder& decoder, const media::Limits& limits, const store::JobRow& job,
                 const PictureWish& clean) {
    std::vector<PictureWish> wishes{clean};
    EXEAT_TAKE(const auto marked, is_marked_somewhere(gallery.house, job.source.digest));
    if (marked) wishes.push_back({clean.digest, clean.format, clean.recipe, renditions::Mark::padlock});
    auto picture = make(gallery, decoder, limits, wishes);
    if (picture) return note_made(gallery.house, clean.recipe, job.source, *picture);
    EXEAT_TRY(note_failure(gallery.house, clean.recipe, job.source, picture.error(), job.attempts));
    return fail(std::move(picture.error()));
}

}  // namespace

Done make_wished_picture(Gallery& gallery, media::Decoder& decoder, const media::Limits& limits,
                         const PictureWish& wish) {
    const auto source = source_of(wish);
    if (gallery.renditions.holds(name_of(wish))) {
        EXEAT_TAKE(const auto is_waited_for, gallery.house.database.read([&](sql::Session& session) {
            return store::is_waited_for(session, kind_of(wish.recipe), source);
        }));
        if (!is_waited_for) return {};
    }
    auto picture = make(gallery, decoder, limits, {wish});
    if (picture) return note_made(gallery.house, wish.recipe, source, *picture);
    EXEAT_TAKE(const auto job, gallery.house.database.read([&](sql::Session& session) {
        return store::find_job(session, kind_of(wish.recipe), source);
    }));
    EXEAT_TAKE(const auto now, gallery.house.database.now());
    EXEAT_TRY(note_failure(gallery.house, wish.recipe, source, picture.error(), attempts_of(job, now)));
    return fail(std::move(picture.error()));
}

Done do_picture_job(Gallery& gallery, media::Decoder& decoder, const media::Limits& limits, const store::JobRow& job) {
    const auto format = media::parse_format(job.source.format);
    if (!format) return fail(ErrorKind::internal, "internal", "", "a job of no known format");
    EXEAT_TAKE(const auto due, is_still_due(gallery.house, job));
    if (!due) return {};
    const auto recipe = recipe_of(job.kind);
    const PictureWish clean{job.source.digest, *format, recipe, renditions::Mark::clean};
    if (!gallery.desk.claim(clean)) return {};  // being made: its maker ends the job
    auto done = make_all_of(gallery, decoder, limits, job, clean);
    gallery.desk.done(clean);
    return done;
}

Done want_picture_of(sql::Transaction& transaction, const Digest& digest, std::string_view media_type, Instant now) {
    const auto format = media::format_of(media_type);
    if (!format) return {};
    EXEAT_TRY(store::want_picture(transaction, {digest, std::string(media::word_of(*format))}, now));
    return {};
}

Done want_own_picture_of(sql::Transaction& transaction, AssetId asset, const Digest& digest,
                         std::string_view media_type, Instant now) {
    EXEAT_TRY(store::wait_no_more(transaction, asset));
    const auto format = media::format_of(media_type);
    if (!format) return {};
    const store::PictureSource source{digest, std::string(media::word_of(*format))};
    EXEAT_TAKE(const auto is_new, store::want_picture(transaction, source, now));
    return is_new ? Done{} : store::wait_for_picture(transaction, asset, source, now);
}

Result<std::optional<std::int64_t>> queue_missing_pictures(House& house, std::int64_t after) {
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(const auto found, house.database.read([&](sql::Session& session) {
        return store::originals_without_picture(session, after, k_assets_looked_at);
    }));
    const auto wanted = std::ranges::any_of(
        found.originals, [](const auto& original) { return media::format_of(original.media_type).has_value(); });
    if (wanted) {
        EXEAT_TRY(house.database.write([&](sql::Transaction& transaction) -> Done {
            for (const auto& original : found.originals) {
                EXEAT_TRY(want_picture_of(transaction, original.digest, original.media_type, now));
            }
            return {};
        }));
    }
    return found.last;
}

}  // namespace exeat::usecases
