namespace ZeroG.Storage.Manifests;

/// <summary>A line of a manifest that says nothing. It stays in the file; the file that it was about is looked at again.</summary>
/// <param name="Line">Its number, counted from 1.</param>
/// <param name="Reason">What is wrong with it, as the end of a sentence.</param>
public sealed record ManifestFault(int Line, string Reason);
