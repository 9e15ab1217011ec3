#include "platform/json/shape.h"

namespace exeat::json::shape {

constinit const Shape k_text{Kind::text};
constinit const Shape k_boolean{Kind::boolean};
constinit const Shape k_number{Kind::number};
constinit const Shape k_instant{Kind::instant};
constinit const Shape k_digest{Kind::digest};
constinit const Shape k_id{Kind::id};
constinit const Shape k_anything{Kind::anything};

}  // namespace exeat::json::shape
