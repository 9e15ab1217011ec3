// One decision's facts, gathered and owned in one place, so that they live as long as the question. Made by use cases
// from Places; the only way from records to policy::decide. Refuses to load anything itself.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/records.h"
#include "core/domain/request.h"
#include "core/policy/decide.h"
#include "core/policy/facts.h"
#include "core/policy/file_set.h"

namespace exeat::domain {

/// What came with a delivery, and how much of a quota it takes.
struct Wish {
    policy::Action action = policy::Action::view;
    policy::File file;
    policy::LinkType share_type = policy::LinkType::file;
    bool justified = false;
    std::optional<TermsVersion> terms;
    std::optional<policy::Quota> quota;
};

/// What is not looked at by decide(), but told beside its answer.
struct Surroundings {
    std::vector<Membership> memberships;                       // of the person, on library, folders and asset
    std::shared_ptr<const std::vector<std::string>> deciders;  // names of the library's owners; may be null
};

/// Owns what decide() looks at, for one person and one asset. Neither copied nor moved: the views point into it.
class Case {
public:
    Case(Instant now, std::shared_ptr<const SitePolicy> site, std::shared_ptr<const Library> library,
         std::vector<std::shared_ptr<const Folder>> folders, std::shared_ptr<const AssetRules> rules,
         std::shared_ptr<const Standing> person, policy::Role role, Surroundings surroundings = {},
         HeldRequests requests = {});
    Case(const Case&) = delete;
    Case& operator=(const Case&) = delete;

    [[nodiscard]] policy::Decision decide(const Wish& wish) const;

    [[nodiscard]] Instant now() const { return now_; }
    [[nodiscard]] policy::Role role() const { return account_.role; }
    [[nodiscard]] const Library& library() const { return *library_; }
    [[nodiscard]] const std::shared_ptr<const Library>& library_kept() const { return library_; }
    [[nodiscard]] const std::vector<std::shared_ptr<const Folder>>& folders() const { return folders_; }
    [[nodiscard]] const Standing& person() const { return *person_; }
    [[nodiscard]] const SitePolicy& site() const { return *site_; }
    [[nodiscard]] const AssetRules& rules() const { return *rules_; }
    /// Those that a decision's `state_request` and a trace's `index` count.
    [[nodiscard]] const HeldRequests& requests() const { return requests_; }
    /// The person can browse the n-th folder (nearest first) itself, not only this asset in it.
    [[nodiscard]] bool sees_folder(std::size_t n) const;
    /// The same for the first 64, as bits.
    [[nodiscard]] std::uint64_t folders_seen() const;
    /// Names of those who decide on requests here; empty where they are not known.
    [[nodiscard]] std::vector<std::string> deciders() const;
    /// The facts of a wish, for explanations. The terms' id in it lives as long as `terms_text`.
    [[nodiscard]] policy::Facts facts(const Wish& wish, std::string& terms_text) const;

private:
    Instant now_;
    std::shared_ptr<const SitePolicy> site_;
    std::shared_ptr<const Library> library_;
    std::vector<std::shared_ptr<const Folder>> folders_;
    std::shared_ptr<const Standing> person_;
    std::shared_ptr<const AssetRules> rules_;
    std::vector<policy::Folder> folder_views_;
    std::vector<std::vector<std::string_view>> attribute_values_;
    std::vector<policy::Attribute> attributes_;
    std::vector<std::string_view> group_names_;
    policy::KeptFileSet not_offered_;
    std::string terms_id_;
    policy::Asset asset_view_;
    policy::Account account_;
    Surroundings surroundings_;
    HeldRequests requests_;
    std::vector<policy::Request> request_views_;
};

/// Reads `original`, `version:N`, `preset:NAME`, `attachment:ID`, `metadata:csv`, `pdf` (DESIGN.md section
/// 4).
struct FileName {
    policy::File file;                       // without its preset, which would point into `text`: see asked()
    std::int64_t version = 0;                // of version:N
    std::optional<AttachmentId> attachment;  // of attachment:ID
    std::string text;                        // as written

    /// The file as decide() takes it; good for as long as this name is neither moved nor destroyed.
    [[nodiscard]] policy::File asked() const;
};
[[nodiscard]] Result<FileName> parse_file_name(std::string_view text);

}  // namespace exeat::domain
