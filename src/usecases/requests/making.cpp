#include "usecases/requests/making.h"

#include "usecases/once.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/requests/id_list.h"
#include "usecases/requests/shown.h"

namespace exeat::usecases {

Result<RequestsMade> make_requests(House& house, const Caller& caller,
                                   const std::function<Result<Made>(sql::Transaction&, Instant)>& work) {
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(auto made, change(house, [&](sql::Transaction& transaction) -> Result<Made> {
                   EXEAT_TAKE(const auto earlier, done_before(transaction, caller.once));
                   if (earlier) return Made{ids_in(*earlier), {}, std::nullopt};
                   EXEAT_TAKE(auto fresh, work(transaction, now));
                   if (fresh.ids.empty()) return fail(std::move(*fresh.first_refusal));
                   EXEAT_TRY(note_done(transaction, caller.once, text_of(fresh.ids), now));
                   return fresh;
               }));
    EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
    RequestsMade answer;
    EXEAT_TAKE(answer.requests, rows_of(house, *person, made.ids));
    answer.left = std::move(made.left);
    return answer;
}

}  // namespace exeat::usecases
