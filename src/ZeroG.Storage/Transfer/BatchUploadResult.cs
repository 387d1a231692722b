using ZeroG.Chain;

namespace ZeroG.Storage.Transfer;

/// <summary>What became of one file of an upload of many: a result or a failure.</summary>
/// <param name="Item">The file.</param>
/// <param name="Result">Null when it failed.</param>
/// <param name="Failure">Why it is not stored; null when it is.</param>
public sealed record BatchUploadResult(UploadItem Item, UploadResult? Result, ZeroGException? Failure);
