// The Database above PostgreSQL: its pools, its retries, its clock and what it does while the server is away.
// Called through open_postgresql only.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "platform/sql/database.h"
#include "platform/sql/pool.h"
#include "platform/sql/postgresql_address.h"
#include "platform/sql/postgresql_connection.h"
#include "platform/sql/postgresql_listener.h"
#include "platform/sql/postgresql_session.h"
#include "platform/sql/reachability.h"

namespace exeat::sql {

class PostgresqlDatabase final : public Database {
public:
    PostgresqlDatabase(const PostgresqlOptions& options, const PostgresqlAddress& address);
    /// Connects once, to say at once what is wrong.
    Done start();

    using Database::read;
    using Database::write;
    Done write(const std::function<Done(Transaction&)>& work, Isolation isolation) override;
    Done read(const std::function<Done(Session&)>& work) override;
    Done migrate(std::span<const Migration> migrations) override;
    Result<Instant> now() override;
    Done notify(std::string_view channel, std::string_view payload) override;
    std::shared_ptr<void> listen(std::string_view channel, std::function<void(std::string_view)> hear) override;
    Done copy_to(std::string_view path) override;
    [[nodiscard]] Engine engine() const override { return Engine::postgresql; }
    [[nodiscard]] Done ready() override;

private:
    struct Place {
        std::unique_ptr<PostgresqlConnection> connection;
        int stream = 0;  // of a writer; 0 before its first connection
    };
    enum class Use : std::uint8_t { reading, writing };
    /// How one try of a transaction ended.
    struct Ended {
        Done answer;
        Recovery recovery = Recovery::none;
    };

    static std::unique_ptr<Pool<Place>> places(int count);
    Done refuse_nesting() const;
    Result<std::unique_ptr<PostgresqlConnection>> connect();
    Done make_ready(Place& place, Use use);
    static Done take_stream(Place& place);
    /// Tries `once` until it is answered or rerunning does not help.
    Done until_answered(const std::function<Ended()>& once);
    Ended in_transaction(Place& place, const std::string& begin,
                         const std::function<Done(PostgresqlTransaction&)>& work);
    static Ended commit(PostgresqlConnection& connection, PostgresqlTransaction& transaction);
    Result<Instant> read_clock();
    Result<Rows> ask(std::string_view statement, std::span<const Parameter> parameters);

    const PostgresqlAddress address_;
    Reachability reachability_;
    const std::unique_ptr<Pool<Place>> writers_;
    const std::unique_ptr<Pool<Place>> readers_;

    // One connection for the clock and for NOTIFY, so that neither waits for a place in a pool.
    std::mutex control_mutex_;
    Place control_;
    Instant clock_said_;
    std::optional<std::int64_t> clock_asked_ms_;
    Instant last_given_;

    PostgresqlListener listener_;
};

}  // namespace exeat::sql
