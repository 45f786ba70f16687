-- Health of a TwelveFactorApp (https://github.com/kubernetes-sigs/cli-utils/tree/master/pkg/kstatus):
-- Reconciling and Stalled are there only while True, and Ready always once the app was looked at.
local hs = { status = "Progressing", message = "the operator has not looked at this version of the spec yet" }

if obj.metadata.deletionTimestamp ~= nil then
  hs.message = "being deleted"
  return hs
end

-- A new object reads observedGeneration -1, so that nothing is taken for healthy while no operator runs.
if obj.status == nil or obj.status.conditions == nil
    or obj.status.observedGeneration ~= obj.metadata.generation then
  return hs
end

local is = {}
for _, condition in ipairs(obj.status.conditions) do
  is[condition.type] = condition
end

local function holds(name)
  return is[name] ~= nil and is[name].status == "True"
end

local function health(status, condition)
  hs.status = status
  hs.message = condition.reason .. ": " .. condition.message
  return hs
end

if holds("Suspended") then
  return health("Suspended", is["Suspended"])
end

if is["Ready"] == nil then
  return hs
end

-- Somebody else's turn: staging or an approver. It stays Suspended also once the operator calls it
-- stalled, which it does so that tools without such a state give up. What serves is still looked at.
local waits = is["Ready"].reason == "AwaitingApproval" or is["Ready"].reason == "AwaitingPromotion"
if waits then
  if obj.status.currentRelease ~= nil and is["Available"] ~= nil and not holds("Available") then
    return health("Degraded", is["Available"])
  end
  return health("Suspended", is["Ready"])
end

if holds("Stalled") then
  return health("Degraded", is["Stalled"])
end

if holds("Ready") then
  if holds("Pinned") then
    return health("Healthy", is["Pinned"])
  end
  return health("Healthy", is["Ready"])
end

return health("Progressing", is["Ready"])
