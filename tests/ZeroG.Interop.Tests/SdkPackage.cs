namespace ZeroG.Interop.Tests;

/// <summary>The official storage SDKs.</summary>
internal static class SdkPackage
{
    /// <summary>The present one, and with it the present contracts, which take a submitter.</summary>
    public const string Current = "@0gfoundation/0g-ts-sdk";

    /// <summary>Version 0.3.3, which the public documents still name; it submits in the form before January 2026.</summary>
    public const string Legacy = "@0glabs/0g-ts-sdk";
}
