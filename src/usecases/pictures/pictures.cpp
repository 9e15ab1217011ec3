#include "usecases/pictures/pictures.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/vocabulary/digest.h"
#include "service/media/formats.h"
#include "state/store/job_rows.h"
#include "state/store/picture_waits.h"
#include "usecases/assets/shown.h"
#include "usecases/pictures/desk.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

constexpr std::int64_t k_soon_seconds = 1;
constexpr std::int64_t k_later_seconds = 60;  // nobody makes any at present
constexpr int k_assets_of_a_job = 5;

std::unexpected<Error> is_waiting(std::int64_t seconds) {
    Error error;
    error.kind = ErrorKind::not_found;
    error.code = "picture-waiting";
    error.text = "This picture is being made. Ask again in a moment.";
    error.retry_after_seconds = seconds;
    return fail(std::move(error));
}

std::unexpected<Error> has_failed() {
    return fail(ErrorKind::not_found, "picture-failed", "No picture can be made of this file.");
}

std::string colour_text(std::int64_t colour) {
    const std::array<std::uint8_t, 3> parts{static_cast<std::uint8_t>(colour >> 16 & 0xff),
                                            static_cast<std::uint8_t>(colour >> 8 & 0xff),
                                            static_cast<std::uint8_t>(colour & 0xff)};
    return "#" + to_hex(parts);
}

/// What went wrong, for an administrator.
std::string sentence_of(std::string_view reason) {
    struct Reason {
        std::string_view code;
        std::string_view text;
    };
    constexpr std::array<Reason, 12> all{{
        {"picture-broken", "The file is damaged, or not what its name says."},
        {"picture-too-large", "The picture has more pixels than the limit of this server."},
        {"picture-no-page", "The file has no page."},
        {"picture-encrypted", "The file is locked with a password."},
        {"picture-too-costly", "It takes more work to draw than this server spends on one file."},
        {"decoder-died", "The decoder broke off on this file."},
        {"decoder-slow", "The decoder took longer than it may."},
        {"decoder-lied", "The decoder gave an answer that cannot be right; the file may have taken it over."},
        {"no-decoder", "The program exeat-media cannot be started."},
        {"blob-missing", "The file's content is missing. Run `exeat check`."},
        {"disk-full", "There is no room on the disk."},
        {"stopping", "The server was stopped meanwhile."},
    }};
    for (const auto& [code, text] : all) {
        if (code == reason) return std::string(text);
    }
    return reason.empty() ? "" : "Something went wrong; the log says more.";
}

PictureShown shown(const store::PictureFacts& facts) {
    PictureShown picture;
    picture.state = store::PictureState::ready;
    picture.width = facts.width;
    picture.height = facts.height;
    picture.colour = colour_text(facts.colour);
    return picture;
}

OwnPicture own_picture(const domain::Asset& asset, domain::JobKind kind) {
    return {asset.id, asset.rules.replaced_at.value_or(asset.created_at), kind};
}

/// Whether its file came so lately that it may wait for a picture of its own.
bool is_young(const OwnPicture& own, Instant now) {
    return now.ms < own.came.ms + store::k_longest_picture_wait_ms;
}

/// Whether it takes as long as if nobody had that content before.
Result<bool> waits_for_its_own(House& house, const PictureSeen& seen) {
    if (!seen.may_wait) return false;
    EXEAT_TAKE(const auto waits, house.database.read([&](sql::Session& session) {
        return store::waits_for(session, seen.own.asset, seen.own.kind, source_of(seen.wish));
    }));
    if (!waits) house.known_pictures.note_own(seen.own);
    return waits;
}

JobShown shown(store::JobRow&& row, std::vector<store::ShownAsset> assets) {
    JobShown job;
    job.id = row.id;
    job.kind = row.kind;
    job.status = row.state;
    job.text = sentence_of(row.reason);
    job.reason = std::move(row.reason);
    job.detail = std::move(row.detail);
    job.attempts = row.attempts;
    job.created_at = row.created_at;
    job.changed_at = row.changed_at;
    if (row.state == domain::JobState::waiting) job.next_at = row.run_at;
    job.format = std::move(row.source.format);
    job.assets = std::move(assets);
    return job;
}

}  // namespace

Result<PicturesShown> PicturesShown::of(House& house, std::span<const std::shared_ptr<const domain::Asset>> assets) {
    std::vector<PictureKey> keys;
    keys.reserve(assets.size());
    for (const auto& asset : assets) {
        if (!asset) continue;
        if (const auto format = media::format_of(asset->media_type)) keys.push_back({asset->digest, *format});
    }
    PicturesShown pictures;
    const auto known = house.known_pictures.find(keys);
    std::vector<PictureKey> unknown;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (known[i]) {
            pictures.shown_.emplace(keys[i], shown(*known[i]));
        } else {
            unknown.push_back(keys[i]);
        }
    }
    if (!unknown.empty()) EXEAT_TRY(pictures.read(house, unknown));
    EXEAT_TAKE(const auto now, house.authority.now());
    std::vector<AssetId> young;
    for (const auto& asset : assets) {
        if (!asset) continue;
        const auto own = own_picture(*asset, domain::JobKind::thumbnail);
        if (is_young(own, now) && !house.known_pictures.is_own(own)) young.push_back(asset->id);
    }
    if (young.empty()) return pictures;
    EXEAT_TAKE(pictures.waiting_,
               house.database.read([&](sql::Session& session) { return store::without_own_picture(session, young); }));
    return pictures;
}

Done PicturesShown::read(House& house, std::span<const PictureKey> keys) {
    std::vector<Digest> digests;
    digests.reserve(keys.size());
    for (const auto& key : keys) digests.push_back(key.digest);
    EXEAT_TAKE(const auto rows,
               house.database.read([&](sql::Session& session) { return store::read_pictures(session, digests); }));
    for (const auto& row : rows) {
        const auto format = media::parse_format(row.source.format);
        if (!format) continue;
        const PictureKey key{row.source.digest, *format};
        if (row.state == store::PictureState::ready && row.facts) {
            house.known_pictures.put(key, *row.facts);
            shown_.emplace(key, shown(*row.facts));
        } else {
            PictureShown waiting;
            waiting.state = row.state;
            shown_.emplace(key, waiting);
        }
    }
    return {};
}

std::optional<PictureShown> PicturesShown::of(const domain::Asset& asset) const {
    const auto format = media::format_of(asset.media_type);
    if (!format) return std::nullopt;
    if (std::ranges::binary_search(waiting_, asset.id)) return PictureShown{};
    const auto found = shown_.find({asset.digest, *format});
    return found == shown_.end() ? PictureShown{} : found->second;
}

Result<PictureSeen> see_picture(House& house, const Caller& caller, AssetId id, Recipe recipe) {
    EXEAT_TAKE(const auto seen, see(house, caller, id));
    auto wish = wish_to(policy::Action::download);
    wish.file.file_class = policy::FileClass::proxy;
    const auto proxy = seen.also(wish);
    if (!proxy.allows()) return nothing_here();
    const auto& asset = *seen.asset();
    const auto format = media::format_of(asset.media_type);
    if (!format) return fail(ErrorKind::not_found, "no-picture", "No pictures are made of files of this type.");
    PictureSeen picture;
    picture.wish = {asset.digest, *format, recipe,
                    proxy.decision().watermarked ? renditions::Mark::padlock : renditions::Mark::clean};
    picture.name = name_of(picture.wish);
    picture.own = own_picture(asset, kind_of(recipe));
    picture.may_wait = is_young(picture.own, seen.now()) && !house.known_pictures.is_own(picture.own);
    return picture;
}

bool is_picture_at_hand(const Gallery& gallery, const Caller& caller, AssetId id, Recipe recipe) {
    auto& house = gallery.house;
    if (!caller.person || !house.authority.keeps(*caller.person, id)) return false;
    const auto seen = see_picture(house, caller, id, recipe);
    return seen && !seen->may_wait && gallery.renditions.at_hand(seen->name);
}

Result<std::optional<renditions::Rendition>> find_seen_picture(House& house, renditions::Renditions& renditions,
                                                               const PictureSeen& seen) {
    EXEAT_TAKE(const auto waits, waits_for_its_own(house, seen));
    if (waits) return std::optional<renditions::Rendition>{};
    return renditions.find(seen.name);
}

Result<renditions::Rendition> read_seen_picture(Gallery& gallery, const PictureSeen& seen) {
    auto& house = gallery.house;
    const auto source = source_of(seen.wish);
    EXEAT_TAKE(const auto waits_for_own, waits_for_its_own(house, seen));
    if (!waits_for_own) {
        if (auto rendition = gallery.renditions.find(seen.name)) return std::move(*rendition);
    }
    EXEAT_TAKE(const auto now, house.database.now());
    std::optional<store::PictureRow> picture;
    std::optional<store::JobRow> job;
    EXEAT_TRY(house.database.read([&](sql::Session& session) -> Done {
        EXEAT_TAKE(picture, store::read_picture(session, source));
        EXEAT_TAKE(job, store::find_job(session, kind_of(seen.wish.recipe), source));
        return {};
    }));
    if (picture && picture->state == store::PictureState::failed && !waits_for_own) return has_failed();
    if (job && job->state == domain::JobState::failed) return has_failed();
    if (job && !job->reason.empty() && job->run_at > now) {
        return is_waiting((job->run_at.ms - now.ms) / 1000 + 1);  // it failed, and has its pause
    }
    if (!gallery.desk.attended()) return is_waiting(k_later_seconds);
    gallery.desk.put(seen.wish, now);
    return is_waiting(k_soon_seconds);
}

Result<JobsPage> list_jobs(House& house, const Caller& caller, domain::JobState state,
                           std::optional<std::string_view> cursor) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    std::optional<JobId> after;
    if (cursor) {
        after = JobId::parse(*cursor);
        if (!after) return wrong_member("wrong-cursor", "cursor", "This is not the cursor of a page of this list.");
    }
    return house.database.read([&](sql::Session& session) -> Result<JobsPage> {
        EXEAT_TAKE(auto rows, store::list_jobs(session, state, after, k_jobs_a_page + 1));
        JobsPage page;
        if (rows.size() > k_jobs_a_page) {
            rows.resize(k_jobs_a_page);
            page.next = rows.back().id.text();
        }
        for (auto& row : rows) {
            EXEAT_TAKE(auto assets, store::assets_showing(session, row.source.digest, k_assets_of_a_job));
            page.jobs.push_back(shown(std::move(row), std::move(assets)));
        }
        return page;
    });
}

Done retry_job(Gallery& gallery, const Caller& caller, JobId id) {
    auto& house = gallery.house;
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    EXEAT_TAKE(const auto now, house.database.now());
    auto done = house.database.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(const auto job, store::read_job(transaction, id));
        if (!job) return nothing_here();
        EXEAT_TRY(store::retry_job(transaction, id, now));
        if (job->kind == domain::JobKind::thumbnail) {
            EXEAT_TRY(store::picture_is(transaction, job->source, store::PictureState::waiting));
        }
        return record(transaction, caller, now, {.kind = "job_retried", .about = id.text()});
    });
    if (done) gallery.desk.wake();
    return done;
}

}  // namespace exeat::usecases
