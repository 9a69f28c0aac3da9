"""What goes out is read through one function, which knows the readers: the public side is granted no table of the network.

The public process serves other instances. It holds no key; it can ask for what a member may read, for cards, and leave a card.
"""

from django.db import migrations

from proximity.foundation.wall import sql

STAFF, PUBLIC = sql.STAFF, sql.PUBLIC
NONCE = "network_nonce"
PAGE_BYTES = 8 * 1024 * 1024
MOST_WAITING = 500
READERS = f"""
CREATE FUNCTION network_next(reader uuid, after bigint, most integer) RETURNS TABLE (seq bigint, wire text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE own uuid[]; scopes text[] := ARRAY[]::text[]; passes text[] := ARRAY[]::text[];
BEGIN
  IF reader IS NULL THEN
    scopes := ARRAY['public'];
  ELSE
    SELECT array_agg(c.key::uuid), array_agg(DISTINCT 'country:' || c.value) || array_agg('city:' || c.key)
      INTO own, scopes
      FROM network_instance i, jsonb_each_text(i.cities) c WHERE i.id = reader AND i.state = 'accepted';
    IF own IS NOT NULL THEN
      SELECT scopes || ARRAY['public', 'network'] || coalesce(array_agg(g.scope), ARRAY[]::text[]) INTO scopes
        FROM network_sharedobject g WHERE g.kind = 'group' AND g.form = 'content' AND EXISTS (
          SELECT 1 FROM jsonb_array_elements_text(g.content -> 'members') m WHERE m::uuid = ANY (own));
    END IF;
    scopes := coalesce(scopes, ARRAY[]::text[]);
    -- A hub is handed what it passes on: what is for all members, and for groups that name it.
    SELECT coalesce(array_agg(g.scope), ARRAY[]::text[]) || ARRAY['public', 'network'] INTO passes
      FROM network_sharedobject g WHERE g.kind = 'group' AND g.form = 'content' AND g.content ->> 'hub' = reader::text;
    IF NOT EXISTS (SELECT 1 FROM network_instance i WHERE i.id = reader AND i.state = 'accepted' AND i.is_hub) THEN
      passes := ARRAY[]::text[];
    END IF;
  END IF;
  RETURN QUERY
    SELECT found.seq, found.text FROM (
      SELECT p.seq, t.text, sum(length(t.text)) OVER (ORDER BY p.seq) AS so_far, row_number() OVER (ORDER BY p.seq) AS place
      FROM network_outgoing p
      JOIN network_sharedobject o ON o.id = p.object_id
      JOIN network_author a ON a.id = o.author_id
      LEFT JOIN network_sharedobject original ON original.id = o.about
      CROSS JOIN LATERAL (SELECT CASE WHEN p.notice <> '' THEN p.notice ELSE o.wire END AS text) t
      WHERE p.seq > after
        AND (p.scope = ANY (scopes) OR (o.marking <> 'amber+strict' AND (p.scope = ANY (passes)
          OR (passes <> ARRAY[]::text[] AND p.scope LIKE 'country:%'))))
        -- Only what is held today, where it is meant for today; a translation goes nowhere where its original does not go.
        AND (p.notice <> '' OR o.form <> 'content' OR o.scope = p.scope)
        AND (o.about IS NULL OR o.form <> 'content' OR p.notice <> '' OR (original.form = 'content' AND (
          original.scope = ANY (scopes) OR original.scope = ANY (passes)
          OR (passes <> ARRAY[]::text[] AND original.scope LIKE 'country:%'))))
        AND (reader IS NULL OR a.instance_id IS DISTINCT FROM reader)
      ORDER BY p.seq LIMIT least(greatest(most, 1), 500)
    ) found WHERE found.so_far <= {PAGE_BYTES} OR found.place = 1 ORDER BY found.seq;
END $$;
CREATE FUNCTION network_card(instance uuid) RETURNS TABLE (id uuid, state varchar, card jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.id, i.state, i.card FROM network_instance i
  WHERE CASE WHEN instance IS NULL THEN i.state = 'self' ELSE i.id = instance END
$$;
CREATE FUNCTION network_member_cards() RETURNS TABLE (card jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.card FROM network_instance i WHERE i.state = 'accepted' AND i.introduced_by_id IS NULL
    AND EXISTS (SELECT 1 FROM network_instance own WHERE own.state = 'self' AND own.is_hub) ORDER BY i.id
$$;
CREATE FUNCTION network_knock(instance uuid, called varchar, at_address varchar, signed_by bytea, hub boolean, shown jsonb,
  shown_version integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT count(*) FROM network_instance i WHERE i.state = 'waiting') >= {MOST_WAITING} THEN RETURN false; END IF;
  INSERT INTO network_instance (id, name, address, root, state, is_hub, cities, card, card_version, cursor, problem)
    VALUES (instance, called, at_address, signed_by, 'waiting', hub, '{{}}', shown, shown_version, 0, '')
    ON CONFLICT DO NOTHING;
  RETURN true;
END $$;
"""
NAMES = (
    "network_next(uuid, bigint, integer)", "network_card(uuid)", "network_member_cards()",
    "network_knock(uuid, varchar, varchar, bytea, boolean, jsonb, integer)",
)  # fmt: skip
GRANTS = "; ".join(
    f"REVOKE ALL ON FUNCTION {one} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {one} TO {STAFF}, {PUBLIC}" for one in NAMES
)
BACK = "; ".join(f"DROP FUNCTION {one}" for one in NAMES)


class Migration(migrations.Migration):
    """The ways out, and nonces."""

    dependencies = [("network", "0005_nonce")]
    operations = [
        migrations.RunSQL(READERS, BACK),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        sql.grant(NONCE, public="INSERT, DELETE, SELECT (at)", staff="DELETE, SELECT (at)"),
    ]
