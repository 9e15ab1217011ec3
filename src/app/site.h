// A data folder, opened: its lock, database, blobs, keys and authority, wired into the House that use cases work with.
// Made by `exeat serve` and by commands on a folder that nobody serves. Refuses to do anything with it.
#pragma once

#include <memory>
#include <string>

#include "app/folder_lock.h"
#include "app/options.h"
#include "core/vocabulary/error.h"
#include "platform/telemetry/log.h"
#include "usecases/house.h"

namespace exeat::app {

/// Wall time of this machine, for the log only; decisions take the database's.
class WallClock : public Clock {
public:
    [[nodiscard]] Instant now() const override;
};

class Site {
public:
    /// Takes the folder's lock, migrates the database, opens the rest. Errors: conflict "folder-in-use"; unavailable,
    /// with what cannot be used and what to look at.
    static Result<std::unique_ptr<Site>> open(const ServeOptions& options, telemetry::LogSink& sink);
    ~Site();

    [[nodiscard]] usecases::House& house();
    [[nodiscard]] const std::string& folder() const;
    [[nodiscard]] telemetry::Log& log();

private:
    struct Parts;
    explicit Site(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace exeat::app
