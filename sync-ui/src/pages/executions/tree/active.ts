import type { ActiveImage, ActivePlatform, ActiveUnit, Blob } from '@api/schema'
import { place } from '@/pages/executions/tree/places'

/** A platform of an image on its way, with those of its blobs that are being sent. */
export interface PlatformAtWork extends ActivePlatform {
  sent: Blob[]
}

/** An image on its way. */
export interface ImageAtWork {
  image: ActiveImage
  platforms: PlatformAtWork[]
}

/** What a unit is working on: images down to blobs, and blobs that belong to none of them. */
export interface AtWork {
  images: ImageAtWork[]
  others: Blob[]
}

/** Puts blobs that are being sent where they belong. One that several platforms share is shown at the first of them. */
export function atWork({ images, blobs }: ActiveUnit): AtWork {
  const left = new Set(blobs)
  const take = (image: ActiveImage, platform: ActivePlatform) => {
    const mine = [...left].filter(
      (blob) => platform.sending.includes(blob.digest) && isIn(image.target, blob.repository),
    )
    mine.forEach((blob) => left.delete(blob))
    return mine
  }
  const shown = images.map((image) => ({
    image,
    platforms: image.platforms.map((platform) => ({ ...platform, sent: take(image, platform) })),
  }))
  return { images: shown, others: [...left] }
}

function isIn(image: string, repository: string): boolean {
  const where = place(image)
  return where !== undefined && `${where.host}/${where.repository}` === repository
}

/** How much of a platform is there, in percent; 100 only where all of it is. */
export function share({ done, bytes, bytesDone }: ActivePlatform): number {
  if (done) {
    return 100
  }
  return bytes > 0 ? Math.min(99, Math.floor((bytesDone / bytes) * 100)) : 0
}
