// SPDX-License-Identifier: MIT
namespace Composer.Cases.Sites;

/// <summary>What the apps of a case may ask for beside Composer's services.</summary>
internal sealed class CaseServices(Observations seen) : IServiceProvider
{
    public object? GetService(Type serviceType) => serviceType == typeof(Observations) ? seen : null;
}
