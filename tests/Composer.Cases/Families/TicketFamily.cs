// SPDX-License-Identifier: MIT
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary>A <c>timeout</c> that is null means that tickets do not end; the secret of the vectors is shorter than one should be.</summary>
internal sealed class TicketFamily : CaseFamily
{
    public override string Name => "auth-tkt";

    public override void Prepare(CaseSetup setup)
    {
        setup.Idea["allow_weak_secret"] = true;
        if (setup.Idea.TryGetPropertyValue("timeout", out var timeout) && timeout is null)
        {
            setup.Idea["timeout"] = 0;
        }
    }
}
