-- Health of an AdminRun: Healthy once it succeeded, Degraded once it failed or will never start. As a
-- hook it holds a sync until it has ended. Its spec never changes, so generations tell nothing; and how
-- it ended still counts while it is being deleted, since Argo CD asks about its hooks then, too.
local hs = { status = "Progressing", message = "the operator has not looked at this run yet" }

if obj.status == nil or obj.status.conditions == nil then
  return hs
end

for _, condition in ipairs(obj.status.conditions) do
  if condition.type == "Stalled" and condition.status == "True" then
    hs.status = "Degraded"
    hs.message = condition.reason .. ": " .. condition.message
    return hs
  end
  if condition.type == "Ready" then
    if condition.status == "True" then
      hs.status = "Healthy"
    end
    hs.message = condition.reason .. ": " .. condition.message
  end
end

return hs
