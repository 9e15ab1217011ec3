#include "core/domain/names.h"
#include "core/policy/explain.h"
#include "core/words/why.h"
#include "state/store/asset_files.h"
#include "state/store/terms.h"
#include "usecases/assets/shown.h"
#include "usecases/refused.h"
#include "usecases/why.h"

namespace exeat::usecases {
namespace {

Result<std::optional<TermsShown>> terms_of(House& house, const domain::Asset& asset) {
    if (!asset.rules.terms) return std::optional<TermsShown>{};
    EXEAT_TAKE(auto text, house.database.read([&](sql::Session& session) {
        return store::read_terms(session, asset.rules.terms->id, asset.rules.terms->number);
    }));
    if (!text) return std::optional<TermsShown>{};
    return std::optional(TermsShown{text->id, text->number, std::move(text->title), std::move(text->body)});
}

FileShown shown(const Permit& download, std::string file, const store::AssetFile& stored) {
    FileShown shown;
    shown.file = std::move(file);
    shown.name = stored.name;
    shown.media_type = stored.media_type;
    shown.size = stored.size;
    shown.created_at = stored.created_at;
    shown.download = answer_of(download.decision());
    shown.can.download = download.allows();
    shown.why = why(download, policy::Action::download);
    return shown;
}

Permit asked_for(const Permit& seen, policy::FileClass file_class) {
    auto wish = wish_to(policy::Action::download);
    wish.file.file_class = file_class;
    return seen.also(wish);
}

/// Whether the version or attachment of that name is there. Other names always are.
Result<bool> is_there(House& house, AssetId id, const domain::FileName& name) {
    if (name.version == 0 && !name.attachment) return true;
    EXEAT_TAKE(const auto files,
               house.database.read([id](sql::Session& session) { return store::read_asset_files(session, id); }));
    for (const auto& version : files.versions) {
        if (version.number == name.version) return true;
    }
    for (const auto& attachment : files.attachments) {
        if (attachment.id == name.attachment) return true;
    }
    return false;
}

std::vector<TraceLine> trace_of(const policy::Explanation& explanation, const words::Telling& telling,
                                const Permit& permit) {
    std::vector<TraceLine> trace;
    const auto& folders = permit.facts().folders();
    for (std::size_t i = 0; i < explanation.lines().size(); ++i) {
        const auto& because = explanation.lines()[i];
        TraceLine line;
        line.gate = policy::to_text(because.gate);
        line.result = policy::to_text(because.result);
        line.reason = policy::to_text(because.reason);
        line.source = policy::to_text(because.source);
        if (because.source == policy::Source::folder && because.index < folders.size()) {
            line.folder = folders[because.index]->name;
        }
        if (!because.setting.empty()) line.setting = std::string(because.setting);
        if (i < telling.lines.size()) line.text = telling.lines[i].reason;
        trace.push_back(std::move(line));
    }
    return trace;
}

}  // namespace

Result<AssetCard> read_asset(House& house, const Caller& caller, AssetId id) {
    EXEAT_TAKE(const auto seen, see(house, caller, id));
    const auto& asset = *seen.asset();
    AssetCard card;
    EXEAT_TAKE(const auto pictures, PicturesShown::of(house, std::span(&seen.asset(), 1)));
    static_cast<AssetRow&>(card) = row_of(seen, pictures);
    card.why_not = whys_of(seen);
    for (const auto& attribute : asset.rules.attributes) card.attributes[attribute.name] = attribute.values;
    EXEAT_TAKE(card.terms, terms_of(house, asset));
    if (card.can.download) card.digest = asset.digest;
    card.replaced_at = asset.rules.replaced_at;
    if (is_insider(seen)) {
        card.access = access_shown(asset.rules.access, seen.facts().folders(), seen.facts().library());
        card.protection = protection_shown(asset.rules.protection, seen.facts().folders(), seen.facts().library());
        card.not_offered = asset.rules.not_offered;
        card.created_by = asset.created_by;
    }
    return card;
}

Result<std::vector<FileShown>> list_files(House& house, const Caller& caller, AssetId id) {
    EXEAT_TAKE(const auto seen, see(house, caller, id));
    EXEAT_TAKE(const auto files,
               house.database.read([id](sql::Session& session) { return store::read_asset_files(session, id); }));
    std::vector<FileShown> list;
    const auto add = [&](policy::FileClass file_class, std::string file, const store::AssetFile& stored) {
        const auto download = asked_for(seen, file_class);
        if (download.decision().outcome == policy::Outcome::hidden) return;
        list.push_back(shown(download, std::move(file), stored));
    };
    const auto& asset = *seen.asset();
    add(policy::FileClass::original, "original",
        {asset.name, asset.media_type, asset.size, asset.rules.replaced_at.value_or(asset.created_at)});
    for (const auto& version : files.versions) {
        add(policy::FileClass::version, "version:" + std::to_string(version.number), version.file);
    }
    for (const auto& attachment : files.attachments) {
        add(policy::FileClass::attachment, "attachment:" + attachment.id.text(), attachment.file);
    }
    return list;
}

Result<DecisionShown> explain_decision(House& house, const Caller& caller, AssetId id, policy::Action action,
                                       std::string_view file) {
    EXEAT_TAKE(const auto seen, see(house, caller, id));
    EXEAT_TAKE(const auto name, domain::parse_file_name(file));
    auto wish = wish_to(action);
    wish.file = name.asked();
    const auto permit = seen.also(wish);
    const auto& decision = permit.decision();
    if (action == policy::Action::download && decision.outcome != policy::Outcome::hidden) {
        EXEAT_TAKE(const auto there, is_there(house, id, name));
        if (!there) return nothing_here();
    }
    DecisionShown shown;
    shown.action = action;
    shown.file = name.text;
    shown.answer = answer_of(decision);
    shown.watermarked = decision.watermarked;
    std::string terms;
    const auto& facts = permit.facts();
    const auto sight = policy::sight_of(facts.facts(wish, terms), facts.folders_seen());
    const auto explanation = policy::explain(decision, sight);
    words::Names names;
    names.library = facts.library().name;
    for (const auto& folder : facts.folders()) names.folders.push_back(folder->name);
    if (decision.state_request) {
        names.note = domain::in_plain_lines(facts.requests().at(*decision.state_request)->note);
    }
    const auto telling = words::tell(decision, explanation, names, words::Language::english);
    shown.trace = trace_of(explanation, telling, permit);
    shown.why = why(permit, action);
    // When an answer ends can tell of settings that outsiders do not see.
    if (sight.insider) shown.good_until = decision.good_until;
    return shown;
}

}  // namespace exeat::usecases
