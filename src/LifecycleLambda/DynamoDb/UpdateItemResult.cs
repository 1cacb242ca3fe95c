using System.Text.Json;

namespace LifecycleLambda.DynamoDb;

/// <summary>What became of a conditional write.</summary>
/// <param name="ConditionHeld">Whether it was written.</param>
/// <param name="StoredItem">The item that refused it, in DynamoDB's JSON, where that was asked for and the engine returns it.</param>
internal readonly record struct UpdateItemResult(bool ConditionHeld, JsonElement? StoredItem = null);
